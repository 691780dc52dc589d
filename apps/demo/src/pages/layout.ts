import { markup, type Markup } from './markup.js';
import { sayDay, sayTime } from './say.js';

/** The parts of the demo that stand on top of every page. */
export type Part = 'story' | 'cases' | 'letters';

const PARTS: readonly (readonly [Part, string, string])[] = [
  ['story', '/', 'Story'],
  ['cases', '/cases', 'Cases'],
  ['letters', '/letters', 'Letters'],
];

export interface Page {
  readonly title: string;
  readonly part: Part;
  /** Is the page the part itself, or something in it? */
  readonly whole?: boolean;
  /** Of the demo's clock. */
  readonly now: Date;
  readonly body: Markup;
}

/** A page of the demo: no script, nothing from elsewhere. */
export function layout({ title, part, whole = false, now, body }: Page): Markup {
  const links = PARTS.map(([name, href, text]) => {
    const current = name === part ? markup` aria-current="${whole ? 'page' : 'true'}"` : null;
    return markup`<a href="${href}"${current}>${text}</a>`;
  });
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Lazaret demo</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/style.css"></head>
<body><header><a class="brand" href="/">${MARK}Lazaret</a><nav aria-label="Demo">${links}</nav>
<p class="clock">Demo clock <time datetime="${now.toISOString()}">${sayDay(now)}, ${sayTime(now)} UTC</time></p></header>
<main>${body}</main></body></html>`;
}

const MARK = markup`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 17V8.2L10 3l7 5.2V17M1.5 17h17"/><path class="cross" d="M10 9.2v4.4M7.8 11.4h4.4"/></svg>`;

/** Where somebody lands who asked for what is not there, or at a bad moment. */
export function sorryPage(now: Date, title: string, text: string): Markup {
  const body = markup`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/">Back to the story</a></p>`;
  return layout({ title, part: 'story', now, body });
}
