import type { SunkMail } from '../mail/sunk-mail.js';
import { pickVaried, sum, tally, type Story } from '../story.js';
import { answerTable } from './answer-table.js';
import { caseTable, waitingFirst } from './case-table.js';
import { stateName } from './chip.js';
import { layout, type Clock } from './layout.js';
import { letterTable } from './letter-table.js';
import { markup, type Markup } from './markup.js';
import { count, list, number } from './say.js';
import { asideTable, reportTable } from './report-table.js';
import { languageName } from './words.js';

/** Enough for one of every kind. */
const SHOWN = 18;

/** In the order a person would ask: what came in, whose was it, what became of it, what was said to people. */
export function storyPage(story: Story, mails: readonly SunkMail[], clock: Clock): Markup {
  const sections = [rowsSection(story), answersSection(story), casesSection(story), lettersSection(mails)];
  return layout({
    title: 'From a feed to a letter',
    part: 'story',
    whole: true,
    clock,
    body: markup`<h1>From a feed to a letter</h1>
      <p class="lead">Northlight Broadband is made up, with its 5,000 lines, its
      network, the people behind it and their mailboxes. The rest is the product at work. Its clock stands still until you let it go on;
      <a href="/lines">see a few lines side by side</a> while it does.</p>
      ${working(story)}${flow(story, mails)}${sections}`,
  });
}

function working({ working }: Story): Markup | null {
  if (!working) return null;
  return markup`<p class="note" role="status">The worker is still at it and the figures grow. Load this page again in a moment.</p>`;
}

/** Four figures, each the way to its table; the small print adds up to them. */
function flow(story: Story, mails: readonly SunkMail[]): Markup {
  const rows = sum(story.reports.map((report) => report.rows));
  const aside = sum(story.reports.map((report) => report.rejected));
  const found = story.answers.find((answer) => answer.outcome === 'line')?.count ?? 0;
  const refused = sum(story.answers.map((answer) => answer.count)) - found;
  const states = tally(story.cases.map((one) => stateName(one.state).toLowerCase()));
  const languages = tally(mails.map((mail) => languageName(mail.locale)));
  const each = (words: typeof states): string => list(words.map(([word, n]) => `${number(n)} ${word}`));
  return markup`<ol class="flow">
    <li><a href="#rows"><b>${number(rows)}</b> <span>rows in</span></a>
      <p>${count(story.reports.length, 'report')} of two feeds; <a href="#aside">${number(aside)} put aside</a> as unreadable</p></li>
    <li><a href="#answers"><b>${number(found)}</b> <span>found their line</span></a>
      <p>by time, address and port; <a href="#answers">${number(refused)} refused</a>, each with its reason</p></li>
    <li><a href="#cases"><b>${number(story.cases.length)}</b> <span>${story.cases.length === 1 ? 'case' : 'cases'}</span></a>
      <p>${each(states) || 'one for each line and kind of trouble'}</p></li>
    <li><a href="#letters"><b>${number(mails.length)}</b> <span>${mails.length === 1 ? 'letter' : 'letters'}</span></a>
      <p>${each(languages) || 'to the people behind the lines'}</p></li>
  </ol>`;
}

function rowsSection({ reports, aside }: Story): Markup {
  const tables =
    reports.length === 0
      ? markup`<p class="empty">Here will be what the feeds sent, day by day. No report has been pulled yet: the worker does that within seconds of its start.</p>`
      : reportTable(reports);
  const rejected =
    aside.length === 0
      ? markup`<p class="empty">Every row so far could be read. One that cannot is kept here, with its line, its column and what is wrong.</p>`
      : asideTable(aside);
  return markup`<section id="rows"><h2>Rows in</h2>
    <p class="soft">Each morning two feeds serve the reports of the day before, each of what it saw itself. They are archived under their SHA-256 before anybody reads them, and importing one twice changes nothing.</p>
    ${tables}
    <h3 id="aside">Put aside</h3>${rejected}</section>`;
}

function answersSection({ answers }: Story): Markup {
  return markup`<section id="answers"><h2>Whose address was it?</h2>
    <p class="soft">Lines change their address, some every night, and thirty-two share one behind the carrier’s NAT. The provider’s own RADIUS records say who had it then. Where they do not, no line is ever guessed.</p>
    ${
      answers.length === 0
        ? markup`<p class="empty">Here will be each answer and how often it was given. Nothing has been asked yet: rows come first.</p>`
        : answerTable(answers)
    }</section>`;
}

function casesSection({ cases }: Story): Markup {
  const shown = pickVaried(waitingFirst(cases), (one) => `${one.state} ${one.class} ${one.lineClass}`, SHOWN);
  return markup`<section id="cases"><h2>Cases</h2>
    <p class="soft">One for each line and kind of trouble. A policy decides, says why in words, and says when it will look again.</p>
    ${
      cases.length === 0
        ? markup`<p class="empty">Here will be the cases. None is open: the first opens as soon as a row has found its line.</p>`
        : markup`${caseTable(shown)}${more(cases.length - shown.length, '/cases', `All ${number(cases.length)} cases`)}`
    }</section>`;
}

function lettersSection(mails: readonly SunkMail[]): Markup {
  const newest = [...mails].reverse();
  const shown = pickVaried(newest, (mail) => `${mail.template} ${mail.locale}`, SHOWN);
  return markup`<section id="letters"><h2>Letters</h2>
    <p class="soft">Sent over SMTP to mailboxes of people who are made up; what became of each is reported back. No link to click, no attachment, and a code by which people can check that a letter is real.</p>
    ${
      mails.length === 0
        ? markup`<p class="empty">Here will be the letters, as people get them. None has been sent: a case decides that first.</p>`
        : markup`${letterTable(shown)}${more(mails.length - shown.length, '/letters', `All ${number(mails.length)} letters`)}`
    }</section>`;
}

/** The page shows one of every kind; the rest is a click away. */
function more(left: number, href: string, all: string): Markup | null {
  return left <= 0 ? null : markup`<p class="more">Some of every kind. <a href="${href}">${all}</a></p>`;
}
