import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { isAt, tabTo } from './keyboard.js';
import { addressOf, codeOf, nonceOf, type PersonName } from './portal-people.js';

/** Every page of the portal, and how a visitor comes to it. */
export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 700 };
export const LANGUAGES = ['en', 'de'] as const;

interface Way {
  /** Nobody: from an address of which nothing is known. */
  readonly who?: PersonName;
  readonly path?: string;
  /** What is typed into the code field of that page, and sent. */
  readonly typed?: string;
  readonly at?: 'alone';
}
const asked = (who: PersonName): Way => ({ who, path: `/asked?n=${nonceOf(who)}&still=1` });

const PAGES = {
  'unknown address': {},
  'nothing known': { who: 'well' },
  told: { who: 'told' },
  'told, open to strangers': { who: 'vulnerable' },
  'told, bothers others': { who: 'abusive' },
  'told, a business': { who: 'business' },
  'told and read': { who: 'read' },
  confined: { who: 'confined' },
  'confined, and a call asked for': { who: 'called' },
  'confined strictly': { who: 'strict' },
  opening: { who: 'opening', path: '/?still=1' },
  'opening for safety': { who: 'safe', path: '/?still=1' },
  'opening by the desk': { who: 'desk' },
  'waiting for a person': { who: 'waiting' },
  released: { who: 'released' },
  cleared: { who: 'cleared' },
  mistaken: { who: 'mistaken' },
  'safety noted': asked('ill'),
  'not me': asked('stranger'),
  'call me': asked('called'),
  'I have read it': asked('read'),
  'I have cleaned it': asked('cleaned'),
  check: { path: '/check' },
  'a code is missing': { path: '/check', typed: '' },
  'not a code': { path: '/check', typed: 'what code?' },
  'not ours': { path: '/check', typed: 'K4TP-9WXA' },
  'from us': { path: '/check', typed: codeOf('told') },
  'from us, and mine': { who: 'told', path: '/check', typed: codeOf('told') },
  safety: { who: 'told', path: '/safety' },
  'safety by code': { path: '/safety' },
  'safety, wrong code': { path: '/safety', typed: 'K4TP-9WXA' },
  help: { path: '/help' },
  'no such page': { path: '/nowhere' },
  'records away': { at: 'alone', who: 'told' },
} as const satisfies Readonly<Record<string, Way>>;
export type PageKey = keyof typeof PAGES;
export const KEYS = Object.keys(PAGES) as PageKey[];

/** What a visitor comes to a page for: what is pressed, or typed and sent, the page it leads to, and what the house is asked. */
export type Job = ({ readonly presses: string } | { readonly types: string }) & {
  /** A page of ours; the telephone is none. */
  readonly leadsTo?: string;
  readonly asks?: { readonly kind: string; readonly ref: PersonName };
};

export function jobOf(key: PageKey): Job {
  const { who = 'told' }: Way = PAGES[key];
  const job: string = JOBS[key];
  switch (job) {
    case 'telephone':
      return { presses: 'a[href^="tel:"]' };
    case 'check':
      return { types: codeOf('told'), leadsTo: '/check' };
    case 'safety by code':
      return { types: codeOf('abusive'), leadsTo: '/asked', asks: { kind: 'safety', ref: 'abusive' } };
    case '/':
    case '/safety':
      return { presses: `main a[href^="${job}?"]`, leadsTo: job };
    default:
      return { presses: `main button[value="${job}"]`, leadsTo: '/asked', asks: { kind: job, ref: who } };
  }
}

/** Does it with keys alone. What went wrong before leads to the field it is about. */
export async function doByKeyboard(page: Page, job: Job): Promise<void> {
  if ('presses' in job) await tabTo(page, job.presses);
  else if ((await page.getByRole('alert').count()) === 0) await tabTo(page, '#code');
  else {
    await tabTo(page, 'a[href="#code"]');
    await page.keyboard.press('Enter');
  }
  if ('types' in job) {
    if (!(await isAt(page, '#code'))) throw new Error('the link to the field does not lead to it');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(job.types);
  }
  const answered = job.leadsTo === undefined ? undefined : page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await answered;
}

/** The kind of a request, the path of a link, or one of the three words above. */
const JOBS: Readonly<Record<PageKey, string>> = {
  'unknown address': 'check',
  'nothing known': 'check',
  told: 'cleaned',
  'told, open to strangers': 'cleaned',
  'told, bothers others': 'acknowledge',
  'told, a business': 'not-me',
  'told and read': 'cleaned',
  confined: 'cleaned',
  'confined, and a call asked for': 'cleaned',
  'confined strictly': 'safety',
  opening: '/',
  'opening for safety': '/',
  'opening by the desk': '/',
  'waiting for a person': 'call',
  released: 'call',
  cleared: 'call',
  mistaken: 'call',
  'safety noted': 'call',
  'not me': 'call',
  'call me': '/',
  'I have read it': '/',
  'I have cleaned it': 'call',
  check: 'check',
  'a code is missing': 'check',
  'not a code': 'check',
  'not ours': 'check',
  'from us': 'call',
  'from us, and mine': '/',
  safety: 'safety',
  'safety by code': 'safety by code',
  'safety, wrong code': 'safety by code',
  help: '/safety',
  'no such page': '/',
  'records away': 'telephone',
};

/** Visitors of two portals: one as it should be, and one whose PostgreSQL is nowhere. */
export class PortalVisits {
  /** Codes may be tried ten times an hour from one address: whoever is not known comes from another place each time. */
  #places = 0;

  constructor(
    private readonly browser: Browser,
    private readonly origins: { readonly house: string; readonly alone: string },
  ) {}

  async goTo(key: PageKey, lang: string, options: BrowserContextOptions = {}): Promise<Page> {
    const way: Way = PAGES[key];
    const context = await this.browser.newContext({
      viewport: WIDE,
      extraHTTPHeaders: { forwarded: `for="${this.#somewhere(way)}:51876"` },
      ...options,
    });
    const page = await context.newPage();
    const url = new URL(way.path ?? '/', this.origins[way.at ?? 'house']);
    url.searchParams.set('lang', lang);
    await page.goto(url.href);
    if (way.typed !== undefined) {
      await page.fill('#code', way.typed);
      const answered = page.waitForEvent('load');
      await page.locator('form:has(#code) button').click();
      await answered;
    }
    return page;
  }

  #somewhere(way: Way): string {
    if (way.who !== undefined) return addressOf(way.who);
    this.#places += 1;
    return `203.0.${100 + (this.#places >> 8)}.${this.#places & 255}`;
  }
}
