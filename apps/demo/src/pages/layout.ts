import type { Advancing } from '../time-machine.js';
import { markup, type Markup } from './markup.js';
import { sayDay, sayTime } from './say.js';

/** The parts of the demo that stand on top of every page. */
export type Part = 'story' | 'lines' | 'cases' | 'letters';

const PARTS: readonly (readonly [Part, string, string])[] = [
  ['story', '/', 'Story'],
  ['lines', '/lines', 'Lines'],
  ['cases', '/cases', 'Cases'],
  ['letters', '/letters', 'Letters'],
];
const SPANS: readonly (readonly [span: string, words: string])[] = [
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['1w', '1 week'],
];

/** What stands on every page beside its own matter. */
export interface Clock {
  /** Of the demo's clock. */
  readonly now: Date;
  /** Null while it stands still. */
  readonly advancing: Advancing | null;
  /** Why the last advance broke off. */
  readonly trouble: string | null;
  /** Of this page, to come back to. */
  readonly path: string;
  /** The line whose subscriber one is on the portal. */
  readonly being: string | null;
  readonly portalUrl: string;
}

export interface Page {
  readonly title: string;
  readonly part: Part;
  /** Is the page the part itself, or something in it? */
  readonly whole?: boolean;
  readonly clock: Clock;
  readonly body: Markup;
}

/** A page of the demo: no script, nothing from elsewhere. */
export function layout({ title, part, whole = false, clock, body }: Page): Markup {
  const links = PARTS.map(([name, href, text]) => {
    const current = name === part ? markup` aria-current="${whole ? 'page' : 'true'}"` : null;
    return markup`<a href="${href}"${current}>${text}</a>`;
  });
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Lazaret demo</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/style.css"></head>
<body><header><a class="brand" href="/">${MARK}Lazaret</a><nav aria-label="Demo">${links}</nav>${clockBar(clock)}</header>
${being(clock)}<main>${body}</main></body></html>`;
}

const MARK = markup`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 17V8.2L10 3l7 5.2V17M1.5 17h17"/><path class="cross" d="M10 9.2v4.4M7.8 11.4h4.4"/></svg>`;

/** The virtual date, and the buttons that move it. */
function clockBar({ now, advancing, trouble, path }: Clock): Markup {
  const date = markup`<time datetime="${now.toISOString()}">${sayDay(now)}, ${sayTime(now)} UTC</time>`;
  if (advancing !== null) {
    const done = Math.round(
      (100 * (advancing.at - advancing.from)) / Math.max(1, advancing.to - advancing.from),
    );
    return markup`<p class="clock" role="status"><span>Demo clock ${date}, going on to ${sayDay(new Date(advancing.to))}</span> <progress max="100" value="${done}" aria-label="Way of the clock">${done} %</progress></p>`;
  }
  const buttons = SPANS.map(([span, words]) => markup`<button name="for" value="${span}">${words}</button>`);
  const broke = trouble === null ? null : markup`<span class="bad">It stopped early: ${trouble}.</span>`;
  return markup`<div class="clock"><p>Demo clock ${date}</p>
    <form method="post" action="/advance" aria-label="Let the clock go on"><input type="hidden" name="back" value="${path}"><span>advance</span>${buttons}</form>${broke}</div>`;
}

/** Whom one is on the portal: said here, outside it, for the portal itself knows an address and nothing else. */
function being({ being: ref, portalUrl, path }: Clock): Markup | null {
  if (ref === null) return null;
  return markup`<aside class="being" aria-label="Who you are on the portal"><p>On the portal you are the subscriber of <code>${ref}</code>: what is opened there comes from the address this line has now.</p>
    <a href="${portalUrl}/">Open the portal</a>
    <form method="post" action="/be-nobody"><input type="hidden" name="back" value="${path}"><button>Be nobody</button></form></aside>`;
}

/** Where somebody lands who asked for what is not there, or at a bad moment. */
export function sorryPage(clock: Clock, title: string, text: string): Markup {
  const body = markup`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/">Back to the story</a></p>`;
  return layout({ title, part: 'story', clock, body });
}
