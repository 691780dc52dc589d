import type { CaseStoryPage, StoryObservation } from '@lazaret/pipeline';

import { markup, type Markup } from './markup.js';
import { count, when } from './say.js';
import { code, file, name, table, text } from './table.js';
import { languageName, LINES, ROLES, troubleName } from './words.js';

/** Report row → lease → line, for the newest sighting that still counts. */
export function whyChain({ observations, line }: CaseStoryPage): Markup {
  const newest = observations.find((one) => !one.detached);
  if (!newest)
    return markup`<p class="empty">Nothing is attached to this case any more: what once spoke for it was withdrawn.</p>`;
  const { observation: seen, answer } = newest;
  const lease = answer?.lease ?? null;
  return markup`<ol class="chain">
    <li><b>Row ${seen.line}</b> of ${file(seen.reportName)}
      <p class="soft">${who(newest)} at ${exactly(seen.seenAt)}: ${ROLES[seen.role]}.</p></li>
    <li>${
      lease === null
        ? markup`<b>No lease</b><p class="soft">The ledger’s answer now is ${answer?.outcome ?? 'still to come'}.</p>`
        : markup`<b>${lease.ports === null ? 'The address' : `Ports ${lease.ports}`}</b> held by ${name(lease.holder.value)}
          <p class="soft">from ${when(lease.heldFrom)} ${lease.heldTo === null ? 'until now' : markup`until ${when(lease.heldTo)}`}, says ${record(newest)} of ${answer?.source ?? 'the ledger'}</p>`
    }</li>
    <li><b>Line ${line?.ref ?? 'unknown'}</b>
      <p class="soft">${line ? LINES[line.class] : ''}, ${confining(line)}, language ${languageName(line?.locale ?? 'en')}. Who lives there is asked only when a letter leaves, and that is written down.</p></li>
  </ol>${observations.length > 1 ? markup`<p><a href="#evidence">${count(observations.length, 'row')} in all</a></p>` : null}`;
}

/** Every row that speaks, or spoke, for the case. */
export function evidenceTable(observations: readonly StoryObservation[]): Markup {
  return table(
    'Evidence',
    [
      { head: 'Seen' },
      { head: 'Address' },
      { head: 'What' },
      { head: 'Report row' },
      { head: 'Held by' },
      { head: 'Record' },
    ],
    observations.map((one) => [
      when(one.observation.seenAt),
      who(one),
      markup`<span class="keep">${troubleName(one.observation.malware ?? one.observation.identifier ?? one.observation.type)}</span>${one.detached ? markup` <b>withdrawn</b>` : null}${one.observation.active ? null : markup` <span class="soft">observed</span>`}`,
      file(`${one.observation.reportName}:${one.observation.line}`),
      one.answer?.lease ? name(one.answer.lease.holder.value) : text('–'),
      record(one),
    ]),
  );
}

/** What the line allows; that the policy comes to it is another matter. */
function confining(line: CaseStoryPage['line']): string {
  if (!line?.confinable) return 'never confined';
  return line.class === 'residential' ? 'may be confined' : 'never confined by itself';
}

function who({ observation: { address, port } }: StoryObservation): Markup {
  return port === null ? code(address) : markup`${code(address)} port ${code(port)}`;
}

function record({ answer }: StoryObservation): Markup {
  const lease = answer?.lease;
  return lease?.file ? file(`${lease.file.split('/').at(-1) ?? ''}:${lease.line ?? ''}`) : text('–');
}

const exactly = (at: Date): Markup =>
  markup`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`;
