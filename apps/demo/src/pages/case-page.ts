import type { CaseStoryPage } from '@lazaret/pipeline';

import type { SunkMail } from '../mail/sunk-mail.js';
import { standing } from '../story.js';
import { chip } from './chip.js';
import { layout, type Clock } from './layout.js';
import { markup, type Markup } from './markup.js';
import { capital, count, number, when } from './say.js';
import { code, table, text } from './table.js';
import { timeline } from './timeline.js';
import { evidenceTable, whyChain } from './why-chain.js';
import { CLASSES, letterName, LINES, troubleName } from './words.js';

/** One case: what was decided and why, what happened, and what it all rests on. */
export function casePage(story: CaseStoryPage, mails: readonly SunkMail[], clock: Clock): Markup {
  const { page, line, observations, notices } = story;
  const { case: one, decisions } = page;
  const letters = new Map(mails.map((mail) => [mail.notice, `/letter/${mail.id}`]));
  const letterAt = (notice: number): string | null => letters.get(notice) ?? null;
  const newest = observations.find((seen) => !seen.detached)?.observation;
  const what = troubleName(newest?.malware ?? newest?.identifier ?? newest?.type ?? one.class);
  return layout({
    title: `${what} on line ${line?.ref ?? ''}`,
    part: 'cases',
    clock,
    body: markup`<p class="crumb"><a href="/cases">Cases</a></p>
      <div class="title"><h1>${what} on line ${line?.ref ?? ''}</h1>
        ${chip(standing(one))} ${code(one.code)}</div>
      <p class="lead">${decisions.at(-1)?.reason ?? 'Not decided yet: the decider takes cases in turn, within seconds.'}</p>
      ${be(line?.ref)}
      <div class="page"><div>
        <section><h2>What happened</h2>${timeline(page.timeline, letterAt)}</section>
      </div><aside>
        <section><h2>What happens next</h2><p>${
          one.dueAt === null
            ? 'Nothing by itself. A new sighting or a person moves it on.'
            : markup`Decided again on <b>${when(one.dueAt)}</b>, or when something new is seen.`
        }</p></section>
        <section><h2>Why this line</h2>${whyChain(story)}</section>
        <section><h2>Case</h2><dl class="facts">
          <div><dt>Kind</dt><dd>${CLASSES[one.class]}</dd></div>
          <div><dt>Line</dt><dd>${line ? LINES[line.class] : 'unknown'}</dd></div>
          <div><dt>Seen</dt><dd>${count(one.sightings, 'time')}</dd></div>
          <div><dt>First and last</dt><dd>${when(one.firstSeenAt)} to ${when(one.lastSeenAt)}</dd></div>
          <div><dt>Earlier cases</dt><dd>${page.previous ? markup`<a href="/case/${page.previous}">${page.previous}</a>` : number(one.previousCases)}</dd></div>
        </dl></section>
      </aside></div>
      <section><h2>Letters</h2>${
        notices.length === 0
          ? markup`<p class="empty">None. ${one.observing ? 'This report type is only observed until a person who saw its counts activates it.' : 'Only a decision writes one, and none of this case did.'}</p>`
          : letterList(notices, letterAt)
      }</section>
      <section><h2 id="evidence">Evidence</h2>${evidenceTable(observations)}</section>
      <section><details><summary><h2>Every decision</h2> ${number(decisions.length)}</summary>${decisionTable(decisions)}</details></section>`,
  });
}

function be(ref: string | undefined): Markup | null {
  if (ref === undefined) return null;
  return markup`<form class="be" method="post" action="/be"><input type="hidden" name="line" value="${ref}"><button>Be this subscriber</button></form>`;
}

function decisionTable(decisions: CaseStoryPage['page']['decisions']): Markup {
  return table(
    'Decisions',
    [{ head: 'When' }, { head: 'Rule' }, { head: 'Policy' }, { head: 'Reason' }],
    decisions.map(({ at, rule, policyVersion, reason }) => [
      when(at),
      code(rule),
      markup`<span class="keep">${policyVersion}</span>`,
      text(reason),
    ]),
  );
}

function letterList(notices: CaseStoryPage['notices'], letterAt: (notice: number) => string | null): Markup {
  return table(
    'Letters',
    [{ head: 'Letter' }, { head: 'State' }, { head: 'Sent' }, { head: 'Answer of the mail server' }],
    notices.map(({ id, template, state, sentAt, error, receipt }) => {
      const href = letterAt(id);
      const name = capital(letterName(template));
      return [
        href === null ? text(name) : markup`<a href="${href}">${name}</a>`,
        chip(state),
        when(sentAt),
        text(error ?? receipt ?? '–'),
      ];
    }),
  );
}
