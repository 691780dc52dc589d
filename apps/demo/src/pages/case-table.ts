import type { StoryCase } from '../story.js';
import { chip } from './chip.js';
import { markup, type Markup } from './markup.js';
import { number, when } from './say.js';
import { code, table, text } from './table.js';
import { CLASSES, LINES, troubleName } from './words.js';

/** One line a case: what it is, where it stands, why, and what comes next. */
export function caseTable(cases: readonly StoryCase[]): Markup {
  return table(
    'Cases',
    [
      { head: 'What, on which line' },
      { head: 'State' },
      { head: 'Why' },
      { head: 'Seen', figure: true },
      { head: 'Last seen' },
      { head: 'Decided again' },
    ],
    cases.map((one) => [
      markup`<a href="/case/${one.code}">${troubleName(one.what)}</a> ${code(one.line)}
        <p class="soft">${LINES[one.lineClass]}, ${CLASSES[one.class]}</p>`,
      chip(one.state),
      markup`<p class="why">${brief(one.reason)}</p>`,
      text(number(one.sightings)),
      when(one.lastSeenAt),
      when(one.dueAt),
    ]),
  );
}

/** Those that wait for a person first, then the rest as they come. */
export function waitingFirst(cases: readonly StoryCase[]): readonly StoryCase[] {
  const waits = (one: StoryCase): number => (one.state === 'waiting' ? 0 : 1);
  return [...cases].sort((a, b) => waits(a) - waits(b));
}

/** A reason tells where the case stands, then what each further step waits for: here the first of each will do. */
function brief(reason: string): string {
  if (reason === '') return 'Not decided yet.';
  const parts = reason.replace(/\.$/, '').split('; ');
  return `${parts.slice(0, 2).join('; ')}.`;
}
