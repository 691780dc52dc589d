import { escapeHtml, document, table } from './html.js';
import type { SunkMail } from './mail-sink.js';
import type { CaseStoryPage } from '@lazaret/pipeline';

/** What happened so far, counted. */
export interface Story {
  readonly now: Date;
  readonly reports: readonly {
    readonly name: string;
    readonly rows: number;
    readonly observed: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly state: string;
  }[];
  readonly rejected: readonly {
    readonly report: string;
    readonly line: number;
    readonly column: string | null;
    readonly reason: string;
  }[];
  readonly answers: readonly { readonly outcome: string; readonly count: number; readonly example: string }[];
  readonly cases: number;
  /** The newest of them. */
  readonly shown: readonly StoryCase[];
}

export interface StoryCase {
  readonly code: string;
  readonly line: string;
  readonly kind: string;
  readonly class: string;
  readonly state: string;
  readonly sightings: number;
  readonly lastSeenAt: Date | null;
  /** The last decision's, in words. */
  readonly reason: string;
}

/** In the order a person would ask: what came in, whose was it, what was done. */
export function storyPage(story: Story, mails: readonly SunkMail[]): string {
  const rows = sum(story.reports.map((report) => report.rows));
  const attributed = story.answers.find((answer) => answer.outcome === 'line')?.count ?? 0;
  const refused = sum(story.answers.map((answer) => answer.count)) - attributed;
  const steps: readonly (readonly [number, string, string])[] = [
    [rows, 'rows in', `from ${story.reports.length} reports`],
    [attributed, 'found their line', 'by time, address and port'],
    [refused, 'refused with a reason', 'no line is ever guessed'],
    [sum(story.reports.map((report) => report.rejected)), 'put aside', 'unreadable, and kept'],
    [story.cases, 'cases', 'one for each line and kind of trouble'],
    [mails.length, 'letters', 'waiting below to be read'],
  ];
  return document(
    'What happened',
    `<h1>From a feed to a letter</h1>
     <p class="soft">The demo provider’s clock stands at ${when(story.now)}. Everything on this page went through the same path
     as in production; only the provider and the mailbox are made up.</p>
     <ol class="flow">${steps.map(([n, what, more]) => `<li><b>${count(n)}</b> ${what}<span>${more}</span></li>`).join('')}</ol>

     <h2 id="letters">Letters</h2>
     ${table(
       ['When', 'Subject', 'To'],
       [...mails]
         .reverse()
         .slice(0, 60)
         .map((mail) => [
           when(mail.arrivedAt),
           `<a href="/mail/${mail.id}">${escapeHtml(mail.subject)}</a>`,
           mono(mail.to),
         ]),
       mails.length > 60
         ? `The newest 60 of ${mails.length}.`
         : 'Nothing has been sent yet. Letters appear here as soon as a case says so.',
     )}

     <h2 id="cases">Cases</h2>
     ${table(
       ['Case', 'Line', 'Class', 'State', 'Seen', 'Last seen', 'Why'],
       story.shown.map((one) => [
         `<a href="/case/${one.code}">${one.code}</a>`,
         `${mono(one.line)} <span class="soft">${one.kind}</span>`,
         one.class,
         badge(one.state),
         count(one.sightings),
         when(one.lastSeenAt),
         escapeHtml(one.reason),
       ]),
       story.cases > story.shown.length
         ? `The newest ${story.shown.length} of ${story.cases}.`
         : 'No case yet.',
     )}

     <h2 id="answers">Whose address was it?</h2>
     ${table(
       ['Answer', 'Rows', 'For example'],
       story.answers.map((answer) => [
         badge(answer.outcome),
         count(answer.count),
         escapeHtml(answer.example),
       ]),
       'Nothing has been asked yet.',
     )}

     <h2 id="reports">Reports</h2>
     ${table(
       ['Report', 'Rows', 'New', 'Seen before', 'Put aside', 'State'],
       story.reports.map((report) => [
         mono(report.name),
         count(report.rows),
         count(report.observed),
         count(report.duplicate),
         count(report.rejected),
         report.state,
       ]),
       'No report has been pulled yet.',
     )}
     ${table(
       ['Put aside', 'Line', 'Column', 'Reason'],
       story.rejected.map((row) => [
         mono(row.report),
         count(row.line),
         mono(row.column ?? '–'),
         escapeHtml(row.reason),
       ]),
       'Every row could be read.',
     )}`,
  );
}

/** One letter: what the person sees, what a text reader sees, and the headers. */
export function mailPage(mail: SunkMail): string {
  return document(
    mail.subject,
    `<p><a href="/">Back to the story</a></p>
     <h1>${escapeHtml(mail.subject)}</h1>
     <p class="soft">${when(mail.arrivedAt)} to ${mono(mail.to)}</p>
     <iframe title="The letter" sandbox src="/mail/${mail.id}/html"></iframe>
     <h2>The same as text</h2><pre>${escapeHtml(mail.text)}</pre>
     <details><summary>Headers</summary><pre>${escapeHtml(mail.headers)}</pre></details>`,
  );
}

/** One case: what was decided and why, what happened, and what it all rests on. */
export function casePage({ page, line, observations, notices }: CaseStoryPage): string {
  const { case: one, decisions, timeline } = page;
  return document(
    `Case ${one.code}`,
    `<p><a href="/">Back to the story</a></p>
     <h1>Case ${escapeHtml(one.code)}</h1>
     <p>${badge(one.state)} · ${escapeHtml(one.class)} · line ${mono(line?.ref ?? '')} (${escapeHtml(line?.class ?? '')}) · seen ${count(one.sightings)} times, last ${when(one.lastSeenAt)}</p>
     <p class="why">${escapeHtml(decisions.at(-1)?.reason ?? 'Not decided yet.')}</p>
     <p class="soft">Decided again at ${when(one.dueAt)}, or when something new is seen.</p>
     <h2>Timeline</h2>
     <ol class="time">${timeline.map((entry) => `<li>${when(entry.at)}<span><b>${escapeHtml(entry.kind)}</b> ${escapeHtml(details(entry.data))}</span></li>`).join('')}</ol>
     <h2>Why: report row, lease, line</h2>
     ${table(
       ['Seen', 'Address', 'What', 'Role', 'Report row', 'Held by', 'Accounting record'],
       observations.map(({ observation: seen, answer, detached }) => [
         when(seen.seenAt),
         mono(seen.port === null ? seen.address : `${seen.address} port ${seen.port}`),
         escapeHtml(seen.malware ?? seen.identifier ?? seen.type),
         escapeHtml(detached ? 'withdrawn' : seen.role),
         mono(`${seen.reportName}:${seen.line}`),
         answer?.lease
           ? `${mono(answer.lease.holder.value)} <span class="soft">from</span> ${when(answer.lease.heldFrom)}`
           : '–',
         answer?.lease?.file
           ? mono(`${answer.lease.file.split('/').at(-1) ?? ''}:${answer.lease.line ?? ''}`)
           : '–',
       ]),
       'Nothing is attached to this case any more.',
     )}
     <h2>Letters</h2>
     ${table(
       ['Letter', 'State', 'Planned', 'Answer of the mail server'],
       notices.map((notice) => [
         escapeHtml(notice.template),
         badge(notice.state),
         when(notice.plannedAt),
         escapeHtml(notice.error ?? notice.receipt ?? '–'),
       ]),
       'None.',
     )}
     <h2>Decisions</h2>
     ${table(
       ['When', 'Rule', 'Policy', 'Reason'],
       decisions.map((decision) => [
         when(decision.at),
         mono(decision.rule),
         escapeHtml(decision.policyVersion),
         escapeHtml(decision.reason),
       ]),
       'None.',
     )}`,
  );
}

function details(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

const count = (n: number): string => n.toLocaleString('en');
const mono = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** State by a word and a colour, never by colour alone. */
function badge(state: string): string {
  return `<span class="badge ${escapeHtml(state)}">${escapeHtml(state)}</span>`;
}

export function when(at: Date | null): string {
  return at
    ? `<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
    : '–';
}

/** The same for a terminal, in a few lines. */
export function storyText(story: Story, letters: number): string {
  const rows = sum(story.reports.map((report) => report.rows));
  const aside = sum(story.reports.map((report) => report.rejected));
  const wide = Math.max(...story.answers.map((answer) => answer.outcome.length), 9);
  return [
    '',
    'What happened, from a feed to a letter:',
    `  ${count(rows).padStart(6)}  rows in ${story.reports.length} reports, ${aside} of them put aside as unreadable`,
    ...story.answers.map(
      (answer) => `  ${count(answer.count).padStart(6)}  ${answer.outcome.padEnd(wide)}  ${answer.example}`,
    ),
    `  ${count(story.cases).padStart(6)}  cases, each decided with its reason`,
    `  ${count(letters).padStart(6)}  letters sent`,
  ].join('\n');
}
