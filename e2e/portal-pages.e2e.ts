import axe from 'axe-core';
import { spawn, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openBrowser } from './browser.js';
import { House } from './house.js';
import { walk } from './keyboard.js';
import { addressOf, codeOf, seedPeople, type PersonName } from './portal-people.js';
import {
  doByKeyboard,
  jobOf,
  KEYS,
  LANGUAGES,
  NARROW,
  PortalVisits,
  WIDE,
  type PageKey,
} from './portal-visits.js';

/** What visitors see: every page of the portal, in every language, as wide and as narrow as people have it. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = process.env['UPDATE_IMAGES'] === '1';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let house: House;
let browser: Browser;
let origin: string;
let visits: PortalVisits;

beforeAll(async () => {
  const [opened, started] = await Promise.all([House.open({}), openBrowser()]);
  house = opened;
  browser = started;
  await seedPeople(house, ['127.0.0.1/32,static,user-name,confined']);
  const northlight = { LAZARET_BRANDS: join(ROOT, 'libs/notices/assets/brands.example.json') };
  origin = new URL((await house.portal(northlight)).url).origin;
  const nowhere = {
    ...northlight,
    LAZARET_PORTAL_DATABASE_URL: 'postgres://portal:none@127.0.0.1:9/lazaret',
  };
  visits = new PortalVisits(browser, {
    house: origin,
    alone: new URL((await house.portal(nowhere)).url).origin,
  });
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const goTo = (key: PageKey, lang: string, options?: BrowserContextOptions): Promise<Page> =>
  visits.goTo(key, lang, options);

describe.each(LANGUAGES)('in %s', (lang) => {
  it.each(KEYS)('"%s" is accessible, fits, keeps to itself and needs no script', async (key) => {
    const page = await goTo(key, lang);
    const elsewhere: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(page.url()).origin) elsewhere.push(request.url());
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    expect(await page.locator('script, style, [style], [onclick]').count()).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    await page.evaluate(axe.source);
    for (const [viewport, colorScheme, zoom] of [
      [WIDE, 'light', 100],
      [NARROW, 'dark', 100],
      [WIDE, 'dark', 200],
      [NARROW, 'light', 200],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(`document.documentElement.style.fontSize = '${1.125 * zoom}%'`);
      const found = {
        // What text twice as large could change is that it no longer fits; axe has seen both sizes and both themes.
        violations: zoom === 100 ? await violations(page) : [],
        tooWide: await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        cut: await page.evaluate<string[]>(CUT_OFF),
      };
      expect({ viewport, colorScheme, zoom, ...found }).toEqual({
        viewport, colorScheme, zoom, violations: [], tooWide: 0, cut: [],
      }); // prettier-ignore
    }
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
    await page.context().close();
  });
});

/** What axe finds. It was put in by the browser, for the page's policy allows no script. */
async function violations(page: Page): Promise<string[]> {
  const options = JSON.stringify({ runOnly: TAGS, resultTypes: ['violations'] });
  const found = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Text that reaches beyond its own box, or targets too small to hit (WCAG 2.5.8). */
const CUT_OFF = `[...document.querySelectorAll('main *, header *, nav a, footer a')].flatMap((e) => {
  const box = e.getBoundingClientRect();
  if (box.width === 0 || e.closest('svg')) return [];
  if (box.right > innerWidth + 1 || box.left < -1) return [e.outerHTML.slice(0, 80)];
  return e.matches('button, nav a, footer a, summary, .choice, .main') && box.height < 24 ? [e.outerHTML.slice(0, 80)] : [];
})`;

it('a page that looks by itself whether the line is open says so, and can be told not to', async () => {
  const page = await goTo('opening', 'en');
  await page.goto(`${origin}/?lang=en`);
  const refresh = page.locator('meta[http-equiv=refresh]');
  expect(await refresh.getAttribute('content')).toBe('15');
  await page.getByRole('link', { name: 'Stop that' }).click();
  expect(await refresh.count()).toBe(0);
  await page.getByRole('link', { name: 'See if it is open' }).click();
  expect(await page.locator('h1').innerText()).toContain('We are opening your connection.');
  await page.context().close();
});

/** Only keys are pressed from here on, and no page has scripts. */
describe.each(LANGUAGES)('by keyboard, in %s', (lang) => {
  it.each(KEYS)('all of "%s" is reached in the order it is read, and what it is for is done', async (key) => {
    const page = await goTo(key, lang, { javaScriptEnabled: false, viewport: NARROW });
    for (const [viewport, colorScheme] of [
      [NARROW, 'light'],
      [WIDE, 'dark'],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const { stops, count } = await walk(page);
      expect(stops.map(({ place }) => place)).toEqual([...Array(count).keys()]);
      expect(stops.filter(({ seen, outline, contrast }) => !seen || outline < 3 || contrast < 3)).toEqual([]);
    }
    const before = await newestRequest();
    const job = jobOf(key);
    await doByKeyboard(page, job);
    if ('leadsTo' in job) expect(new URL(page.url()).pathname).toBe(job.leadsTo);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    const made = await house.rows(
      `delete from portal.request r using directory.line l where l.id = r.line_id and r.id > $1 returning kind, l.ref`,
      [before],
    );
    expect(made).toEqual('asks' in job ? [job.asks] : []);
    await page.context().close();
  });
});

async function newestRequest(): Promise<number> {
  const [newest] = await house.rows<{ id: number }>('select max(id) as id from portal.request');
  return newest?.id ?? 0;
}

/** As if she had asked for nothing. */
async function forget(who: PersonName): Promise<void> {
  const sql = 'delete from portal.request r using directory.line l where l.id = r.line_id and l.ref = $1';
  await house.rows(sql, [who]);
}

describe('without scripts', () => {
  const bare = { javaScriptEnabled: false, viewport: NARROW };

  it('a person lets the line out with the keyboard alone', async () => {
    const page = await goTo('confined', 'en', bare);
    const button = page.getByRole('button', { name: 'I have cleaned it' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/asked\?n=/);
    expect(await page.locator('h1').innerText()).toBe('Thank you.\nWe are opening your connection.');
    // Closed and opened again, the page goes on where it was.
    await page.goto(origin);
    expect(await page.locator('h1').innerText()).toContain('We are opening your connection.');
    await page.context().close();
    const made = await house.rows(
      `select kind, via from portal.request r join directory.line l on l.id = r.line_id where l.ref = 'confined'`,
    );
    expect(made).toEqual([{ kind: 'cleaned', via: 'address' }]);
    await forget('confined');
  });

  it('the language is the line’s, else the browser’s, else the brand’s; and stays as it was chosen', async () => {
    const german = await goTo('told', 'xx', {
      ...bare,
      extraHTTPHeaders: { forwarded: `for=${addressOf('german')}` },
    });
    expect(await german.locator('html').getAttribute('lang')).toBe('de');
    await german.getByRole('link', { name: 'English' }).click();
    expect(await german.locator('html').getAttribute('lang')).toBe('en');
    await german.getByRole('button', { name: 'I have read it' }).click();
    expect(await german.locator('h1').innerText()).toBe('Thank you for reading it.');
    await german.context().close();

    const french = await goTo('unknown address', 'xx', { ...bare, locale: 'fr-FR' });
    expect(await french.locator('html').getAttribute('lang')).toBe('en');
    await french.context().close();
    const austrian = await goTo('unknown address', 'xx', { ...bare, locale: 'de-AT' });
    expect(await austrian.locator('html').getAttribute('lang')).toBe('de');
    await austrian.context().close();
  });

  it('a wrong code leads to the field it is about', async () => {
    const page = await goTo('not a code', 'en', bare);
    expect(await page.title()).toMatch(/^Error: /);
    const summary = page.getByRole('alert').getByRole('link');
    expect(await summary.getAttribute('href')).toBe('#code');
    const field = page.locator('#code');
    expect(await field.getAttribute('aria-describedby')).toBe('hint wrong');
    expect(await field.inputValue()).toBe('what code?');
    await field.fill(` ${codeOf('told').toLowerCase().replace('-', ' ')} `);
    await page.getByRole('button', { name: 'Check the code' }).click();
    expect(await page.locator('h1').innerText()).toBe('Yes, we sent this.');
    expect(await page.locator('main').innerText()).toContain('Thursday 12 November 2026');
    await page.context().close();
  });

  it('safety is asked for by code from anywhere, and taken down', async () => {
    const page = await goTo('unknown address', 'en', bare);
    await page.getByRole('link', { name: 'health, alarm or safety' }).click();
    await page.fill('#code', codeOf('abusive'));
    await page.getByRole('button', { name: 'Yes, I need it' }).click();
    expect(await page.locator('h1').innerText()).toBe('Thank you for telling us.');
    await page.context().close();
    expect(
      await house.rows(
        `select kind, via, l.ref from portal.request r join directory.line l on l.id = r.line_id where via = 'code'`,
      ),
    ).toEqual([{ kind: 'safety', via: 'code', ref: 'abusive' }]);
  });
});

const lynx = spawnSync('lynx', ['-version']).status === 0;
it.skipIf(!lynx)(
  `lynx, a browser of text, lets the line out${lynx ? '' : ' (skipped: lynx not found)'}`,
  async () => {
    // No proxy in between: the address is the connection's own.
    const { url, child } = await house.portal({ LAZARET_PORTAL_TRUST_PROXY: '' });
    // Down to the main button, press it, then quit.
    const keys = [...Array<string>(4).fill('key <tab>'), 'key ^J', 'key q', 'key y'];
    const script = await house.file('lynx-keys', `${keys.join('\n')}\n`);
    const log = join(house.folder, 'lynx-log');
    await new Promise<void>((done, failed) => {
      const reader = spawn(
        'lynx',
        ['-nocolor', '-accept_all_cookies', `-cmd_script=${script}`, `-cmd_log=${log}`, url],
        {
          env: { PATH: process.env['PATH'], HOME: house.folder, TERM: 'vt100', LINES: '60', COLUMNS: '80' },
          stdio: ['ignore', 'ignore', 'ignore'],
        },
      );
      reader.once('error', failed);
      reader.once('exit', () => done());
    });
    await house.kill(child);
    expect(
      await house.rows(
        `select kind from portal.request r join directory.line l on l.id = r.line_id where l.ref = 'confined'`,
      ),
    ).toEqual([{ kind: 'cleaned' }]);
    await forget('confined');
  },
);

// Left out rather than skipped: it makes pictures and proves nothing.
if (IMAGES)
  describe('pictures', () => {
    const SHOWN = {
      confined: 'confined', opening: 'opening', 'waiting for a person': 'waiting', released: 'released', 'unknown address': 'neutral',
      'from us': 'yes',
    } as const; // prettier-ignore
    it.each(Object.entries(SHOWN))('of "%s"', async (key, name) => {
      for (const [viewport, colorScheme, lang, suffix] of [
        [WIDE, 'light', 'en', ''],
        [{ ...NARROW, height: 1_100 }, 'light', 'de', '-320'],
        [WIDE, 'dark', 'en', '-dark'],
      ] as const) {
        const page = await goTo(key as PageKey, lang, { viewport, colorScheme });
        const path = join(ROOT, `docs/images/portal-${name}${suffix}.png`);
        await page.screenshot({ path });
        expect((await stat(path)).size).toBeLessThan(150_000);
        await page.context().close();
      }
    });
  });
