import type { SunkMail } from '../mail/sunk-mail.js';
import type { Story } from '../story.js';
import { caseTable, waitingFirst } from './case-table.js';
import { layout, type Clock } from './layout.js';
import { letterTable } from './letter-table.js';
import { markup, type Markup } from './markup.js';
import { number } from './say.js';

const MOST = 500;

export function casesPage({ cases }: Story, clock: Clock): Markup {
  const waiting = cases.filter((one) => one.state === 'waiting').length;
  return layout({
    title: 'Cases',
    part: 'cases',
    whole: true,
    clock,
    body: markup`<h1>Cases</h1>
      <p class="lead">${number(cases.length)} in all, ${number(waiting)} of them waiting for a person. These come first.</p>
      ${
        cases.length === 0
          ? markup`<p class="empty">None is open. The first opens as soon as a row has found its line: <a href="/">see how far the story is</a>.</p>`
          : caseTable(waitingFirst(cases))
      }`,
  });
}

export function lettersPage(mails: readonly SunkMail[], clock: Clock): Markup {
  return layout({
    title: 'Letters',
    part: 'letters',
    whole: true,
    clock,
    body: markup`<h1>Letters</h1>
      <p class="lead">${number(mails.length)} in all, the newest first. Nothing here was delivered to anybody.</p>
      ${
        mails.length === 0
          ? markup`<p class="empty">None has been sent. A case decides that first: <a href="/">see how far the story is</a>.</p>`
          : letterTable([...mails].reverse().slice(0, MOST))
      }`,
  });
}
