import { sayEvent } from '@lazaret/cases';
import type { CaseStoryPage } from '@lazaret/pipeline';

import { show, table } from './output.js';

/** A case for a terminal: what it is, what happened, and why. */
export function tellCase(story: CaseStoryPage): string {
  const { page, line, observations, notices } = story;
  const { case: one } = page;
  const last = page.decisions.at(-1);
  return [
    `${one.code}  ${one.class} · ${one.state}${one.closeReason ? ` (${one.closeReason})` : ''} · line ${line?.ref ?? one.lineId} (${line?.class ?? 'unknown'})`,
    `opened ${show(one.openedAt)}, seen ${one.sightings === 1 ? 'once' : `${one.sightings} times`}, last ${show(one.lastSeenAt)}${page.previous ? `; before it: ${page.previous}` : ''}${page.next ? `; after it: ${page.next}` : ''}`,
    ...(last
      ? [
          '',
          `WHY NOW   ${last.reason}`,
          `          rule ${last.rule}, policy ${last.policyVersion}; decided again ${show(one.dueAt)}`,
        ]
      : []),
    '',
    'TIMELINE',
    ...page.timeline.map((entry) => {
      const { name, text } = sayEvent(entry.kind, entry.data);
      return `  ${show(entry.at)}  ${name}${text === '' ? '' : `: ${text}`}`;
    }),
    '',
    'EVIDENCE  report row → lease → line',
    table(
      ['seen', 'address', 'what', 'role', 'report row', 'answer', 'held by', 'record'],
      observations.map(({ observation, answer, detached }) => [
        observation.seenAt,
        observation.port === null ? observation.address : `${observation.address} port ${observation.port}`,
        observation.malware ?? observation.identifier ?? observation.type,
        `${observation.role}${observation.spoofable ? ', spoofable' : ''}${observation.active ? '' : ', observed'}`,
        `${observation.reportName}:${observation.line}`,
        detached ? 'withdrawn' : (answer?.outcome ?? null),
        answer?.lease
          ? `${answer.lease.holder.value} from ${show(answer.lease.heldFrom)} to ${show(answer.lease.heldTo)}`
          : null,
        answer?.lease?.file ? `${answer.lease.file}:${answer.lease.line ?? '?'}` : null,
      ]),
    ),
    '',
    'DECISIONS',
    ...page.decisions.map(
      (decision) => `  ${show(decision.at)}  ${decision.rule.padEnd(22)} ${decision.reason}`,
    ),
    '',
    'NOTICES',
    ...(notices.length === 0
      ? ['  none']
      : [
          table(
            ['notice', 'template', 'state', 'planned', 'settled', 'answer'],
            notices.map((notice) => [
              String(notice.id),
              notice.template,
              notice.state,
              notice.plannedAt,
              notice.settledAt,
              [notice.error, notice.receipt].filter((part) => part !== null).join(': ') || null,
            ]),
          ),
        ]),
  ].join('\n');
}
