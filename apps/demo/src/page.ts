import { escapeHtml, document, table } from './html.js';
import type { SunkMail } from './mail-sink.js';

/** What happened so far, counted. */
export interface Story {
  readonly now: Date;
  readonly lines: number;
  readonly leases: number;
  readonly reports: readonly {
    name: string;
    rows: number;
    observed: number;
    duplicates: number;
    rejected: number;
    state: string;
  }[];
  readonly rejected: readonly { report: string; line: number; column: string; reason: string }[];
  readonly answers: readonly { outcome: string; count: number; example: string }[];
  readonly cases: readonly CaseLine[];
  readonly notices: readonly { template: string; state: string; count: number }[];
}

export interface CaseLine {
  readonly code: string;
  readonly line: string;
  readonly kind: string;
  readonly class: string;
  readonly state: string;
  readonly sightings: number;
  readonly lastSeenAt: Date | null;
  readonly next: Date | null;
  readonly reason: string;
}

/** In the order a person would ask: what came in, whose was it, what was done. */
export function storyPage(story: Story, mails: readonly SunkMail[]): string {
  const rows = sum(story.reports.map((report) => report.rows));
  const attributed = story.answers.find((answer) => answer.outcome === 'line')?.count ?? 0;
  const refused = sum(story.answers.map((answer) => answer.count)) - attributed;
  const steps: readonly (readonly [number, string, string])[] = [
    [rows, 'rows in', `from ${story.reports.length} reports`],
    [attributed, 'found their line', `among ${story.lines} lines and ${count(story.leases)} leases`],
    [refused, 'refused with a reason', 'no line is ever guessed'],
    [sum(story.reports.map((report) => report.rejected)), 'put aside', 'unreadable, and kept'],
    [story.cases.length, 'cases', 'one for each line and kind of trouble'],
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
       story.cases
         .slice(0, 60)
         .map((one) => [
           `<a href="/case/${one.code}">${one.code}</a>`,
           `${mono(one.line)} <span class="soft">${one.kind}</span>`,
           one.class,
           badge(one.state),
           count(one.sightings),
           when(one.lastSeenAt),
           escapeHtml(one.reason),
         ]),
       story.cases.length > 60 ? `The newest 60 of ${story.cases.length}.` : 'No case yet.',
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
         count(report.duplicates),
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
         mono(row.column),
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
