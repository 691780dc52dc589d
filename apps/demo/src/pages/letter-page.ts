import type { SunkMail } from '../mail/sunk-mail.js';
import { layout, type Clock } from './layout.js';
import { markup, type Markup } from './markup.js';
import { capital, when } from './say.js';
import { code } from './table.js';
import { languageName, letterName } from './words.js';

/** One letter as it arrived: what most people see, what a text reader sees, and the headers. */
export function letterPage(mail: SunkMail, clock: Clock): Markup {
  const about =
    mail.case && markup`<div><dt>About</dt><dd><a href="/case/${mail.case}">case ${mail.case}</a></dd></div>`;
  return layout({
    title: mail.subject,
    part: 'letters',
    clock,
    body: markup`<p class="crumb"><a href="/letters">Letters</a></p>
      <h1 lang="${mail.locale}">${mail.subject}</h1>
      <dl class="facts">
        <div><dt>What</dt><dd>${capital(letterName(mail.template))}</dd></div>
        <div><dt>Language</dt><dd>${languageName(mail.locale)}</dd></div>
        <div><dt>To</dt><dd>${code(mail.to)}</dd></div>
        <div><dt>Sent</dt><dd>${when(mail.arrivedAt)}</dd></div>${about || null}
      </dl>
      <div class="two">
        <section><h2>As most people see it</h2>
          <iframe title="The letter" sandbox src="/letter/${mail.id}/html"></iframe>
          <p class="more"><a href="/letter/${mail.id}/html">The letter alone</a></p></section>
        <section><h2>The same as text</h2><pre lang="${mail.locale}" tabindex="0" role="region" aria-label="The text">${mail.text.trim()}</pre></section>
      </div>
      <section><h2>Headers</h2><pre class="headers">${mail.headers}</pre></section>`,
  });
}
