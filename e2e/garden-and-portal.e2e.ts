import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aReportCsv, aSinkholeRow } from '@lazaret/feeds/testing';
import { aDeliveryReport } from '@lazaret/notices/testing';

import { detail, type Accounted } from './accounting.js';
import { openBrowser } from './browser.js';
import { directoryFiles } from './directory-files.js';
import { freeRadiusMissing } from './freeradius.js';
import { House, until } from './house.js';
import { freeRadiusPeer, standInPeer, YEAR_SECONDS, type Peer, type Taken } from './peers.js';

/**
 * The whole way of an infected line, with the real programs: reports over several days, letters, the garden, the page on an
 * old telephone, out again, silence, the end. Two lines go it side by side, each behind a BNG of its own: anna behind a real
 * RADIUS server, cleo behind a stand-in that holds sessions back and lets go of them by itself.
 */
const IMAGES = process.env['UPDATE_IMAGES'] === '1';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PHONE = { width: 320, height: 568 };
const DESK = { width: 1280, height: 900 };
/** Nobody's trouble. */
const BERT = '198.18.0.2';
/** A day, but for the longest time an order may be on its way: nobody is held longer than the house says. */
const HELD_SECONDS = 86_400 - 95;
const missing = freeRadiusMissing();

/** A day of November 2026; the 2nd is a Monday, the 31st is 1 December. */
const on = (day: number, time = '10:00'): string =>
  new Date(Date.UTC(2026, 10, day, ...(time.split(':').map(Number) as [number, number]))).toISOString();

interface Line {
  readonly name: string;
  readonly address: string;
  readonly peer: Peer;
}

describe(`a line in the garden${missing ? ` (without FreeRADIUS: ${missing})` : ''}`, () => {
  let house: House;
  let lines: readonly Line[] = [];
  let browser: Browser;
  let portal = '';
  let files = 0;
  let answered = 0;

  const account = async (records: readonly Accounted[]): Promise<void> => {
    const path = await house.file(`detail-${++files}`, detail(records));
    await house.must('ledger', 'import', '--format', 'freeradius-detail', '--interim', '21600', path);
  };
  const clock = async (at: string): Promise<void> => {
    for (const { peer } of lines) peer.tick(at);
    await house.clock(at);
  };
  const stillThere = (at: string): Promise<void> =>
    account(
      lines.map(({ name, address, peer }) => ({
        kind: 'Interim-Update',
        user: name,
        at,
        address,
        nas: peer.nas,
      })),
    );
  /** What the two feeds bring that morning: these addresses. */
  const morning = async (day: number, addresses: readonly string[]): Promise<void> => {
    const timestamp = on(day, '08:30').slice(0, 19).replace('T', ' ');
    const rows = addresses.map((address) => aSinkholeRow({ timestamp, src_ip: address }));
    for (const feed of ['sinkhole', 'honeypot'])
      await house.file(`${feed}/${on(day).slice(0, 10)}-event4_sinkhole-${++files}.csv`, aReportCsv(rows));
    await clock(on(day));
    await stillThere(on(day, '09:55'));
    await house.rest();
    await deliver();
  };
  const everybody = (): string[] => lines.map(({ address }) => address);
  /** The mail server puts letters into mailboxes, and says so. */
  const deliver = async (): Promise<void> => {
    const letters = house.mail.mails.slice(answered);
    answered = house.mail.mails.length;
    for (const { messageId = '' } of letters) {
      const envelopeFrom = `bounce+${/<notice-([^>]*)>/.exec(messageId)?.[1]?.split('@')[0]}@notices.harbour.example`;
      const report = aDeliveryReport({ messageId, envelopeFrom, action: 'delivered', status: '2.0.0' });
      await writeFile(
        join(house.folder, 'bounces/new', `${answered}-${letters.length}.${Math.random()}`),
        report,
      );
    }
    await until(
      () => house.rows<{ state: string }>(`select state from notices.notice where state <> 'delivered'`),
      (open) => open.length === 0,
      30,
    );
    await house.rest();
  };
  const subjects = ({ name }: Line): string[] =>
    house.mail.mails
      .filter(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(`${name}@`)))
      .map(({ subject = '' }) => subject.replace(/.*: /, ''));
  const caseOf = async ({ name }: Line) =>
    (await house.ask<{ cases: CaseLine[] }>('case', 'list', '--line', name)).cases[0];
  const sessionOf = ({ name, address }: Line): string => `${name}-${address}`;
  const order = (line: Line, filter: string, seconds: number): Taken => ({
    session: sessionOf(line), user: line.name, filter, seconds,
  }); // prettier-ignore

  /** The portal as a line's browser sees it: no scripts, and its address in what the proxy says. */
  const visit = async (address: string, size: { width: number; height: number }): Promise<Page> => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: size,
      extraHTTPHeaders: { forwarded: `for="${address}:40000"` },
    });
    const page = await context.newPage();
    await page.goto(portal);
    return page;
  };
  /** Of the first line only; every line's page fits. */
  const picture = async (page: Page, name: string, line: Line): Promise<void> => {
    const { scrollWidth, clientWidth } = await page.locator('html').evaluate((html) => ({
      scrollWidth: html.scrollWidth,
      clientWidth: html.clientWidth,
    }));
    expect(scrollWidth, `${name} is wider than its window`).toBeLessThanOrEqual(clientWidth);
    if (IMAGES && line === lines[0])
      await page.screenshot({ path: join(ROOT, `docs/images/garden-${name}.png`), fullPage: true });
  };

  beforeAll(async () => {
    const standIn = await standInPeer('198.18.255.2');
    lines = [{ name: 'cleo', address: '198.18.0.3', peer: standIn }];
    if (missing === undefined)
      lines = [{ name: 'anna', address: '198.18.0.1', peer: await freeRadiusPeer('198.18.255.1') }, ...lines];
    for (const line of lines) line.peer.begin(sessionOf(line), line.name);
    house = await House.open();
    const entries = lines.map(({ peer }) => [peer.name, peer.entry]);
    await house.file('nas.json', JSON.stringify({ nas: Object.fromEntries(entries) }));
    await mkdir(join(house.folder, 'bounces/new'), { recursive: true });
    for (const feed of ['sinkhole', 'honeypot']) await mkdir(join(house.folder, feed));
    await clock(on(2, '08:59'));
    const people = [...lines.map(({ name }) => name), 'bert'].map((name) => [name, 'residential'] as const);
    await house.must('directory', 'import', ...(await directoryFiles(house, people)));
    const starts = lines.map(({ name, address, peer }) => ({ user: name, address, nas: peer.nas }));
    await account(
      [...starts, { user: 'bert', address: BERT }].map((one) => ({
        ...one,
        kind: 'Start',
        at: on(1, '20:00'),
      })),
    );
    await house.must('ledger', 'import', '--format', 'prefixes', await house.file('plan.csv', 'prefix,class\n198.18.0.0/24,pool\n')); // prettier-ignore
    for (const feed of ['sinkhole', 'honeypot']) {
      await house.must('feed', 'add', feed, '--format', 'shadowserver', '--upstream', feed, '--directory', join(house.folder, feed)); // prettier-ignore
      await house.must('feed', 'activate', feed, 'event4_sinkhole');
    }
    await house.worker({
      LAZARET_GARDEN: join(house.folder, 'nas.json'),
      LAZARET_GARDEN_DIR: join(house.folder, 'garden'),
      LAZARET_GARDEN_KEY: 'a key of the garden that only tests know',
      LAZARET_BOUNCES_DIR: join(house.folder, 'bounces'),
    });
    ({ url: portal } = await house.portal());
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    for (const { peer } of lines) await peer.stop();
  });

  it('is told on the first day, reminded on the third, and held on the fourth by an order its BNG accepts', async () => {
    await morning(2, everybody());
    for (const line of lines) expect(await caseOf(line)).toMatchObject({ state: 'told', tier: 'told' });
    await morning(3, everybody());
    for (const { peer } of lines) expect(await peer.taken(), peer.name).toEqual([]);
    await morning(4, everybody());
    for (const line of lines)
      expect(subjects(line)).toEqual([
        'a device in your home is being misused',
        'a device is still being misused',
      ]);
    await morning(5, everybody());
    for (const line of lines) {
      expect(await caseOf(line)).toMatchObject({ state: 'confined', tier: 'garden' });
      expect(await line.peer.taken(), line.peer.name).toEqual([order(line, 'lazaret-leaky', HELD_SECONDS)]);
      expect(subjects(line)).toHaveLength(3);
    }
  });

  it('is held by the BNG for a day and no longer, and the order is given anew before that', async () => {
    const expectHeldFor = (asked: string): void => {
      const end = new Date(Date.parse(asked) + HELD_SECONDS * 1_000).toISOString();
      for (const line of lines) {
        const before = line.peer.heldAt(new Date(Date.parse(end) - 1_000).toISOString());
        if (before === null) continue;
        expect(before, line.peer.name).toEqual([sessionOf(line)]);
        expect(line.peer.heldAt(end), line.peer.name).toEqual([]);
      }
    };
    expectHeldFor(on(5, '10:00'));
    await clock(on(5, '22:00'));
    await stillThere(on(5, '21:55'));
    await house.rest();
    const held = (line: Line): Taken => order(line, 'lazaret-leaky', HELD_SECONDS);
    for (const line of lines)
      expect(await line.peer.taken(), line.peer.name).toEqual([held(line), held(line)]);
    expectHeldFor(on(5, '22:00'));
  });

  it('finds its page from its address alone, on a narrow telephone and on a desk, and another line finds nothing', async () => {
    const codes: string[] = [];
    for (const line of lines) {
      const code = (await caseOf(line))?.code ?? 'no case';
      codes.push(code);
      for (const [name, size] of [['phone', PHONE], ['desk', DESK]] as const) {
        const page = await visit(line.address, size);
        expect(await page.locator('h1').innerText()).toMatch(/misused/);
        expect(await page.locator('main').innerText()).toContain(code);
        await picture(page, `confined-${name}`, line);
        await page.context().close();
      } // prettier-ignore
    }
    expect(new Set(codes).size).toBe(lines.length);
    const other = await visit(BERT, PHONE);
    for (const code of codes) expect(await other.content()).not.toContain(code);
    await other.context().close();
  });

  it('gets out by its own button, and hears of it once its BNG has said yes', async () => {
    const pages = await Promise.all(
      lines.map(async (line) => ({ line, page: await visit(line.address, PHONE) })),
    );
    for (const { page } of pages) await page.getByRole('button', { name: 'I have cleaned it' }).click();
    await house.rest();
    for (const { line, page } of pages) {
      await page.goto(portal);
      expect(await page.locator('h1').innerText()).toMatch(/open again/);
      await picture(page, 'released-phone', line);
      await page.context().close();
      expect((await line.peer.taken()).at(-1)).toEqual(order(line, 'residential', YEAR_SECONDS));
      expect(line.peer.heldAt(on(5, '22:00')) ?? []).toEqual([]);
      expect(await caseOf(line)).toMatchObject({ state: 'told' });
    }
    await deliver();
    for (const line of lines) expect(subjects(line).at(-1)).toMatch(/open again/);
  });

  it('is clear after fourteen silent days on which all was alive, hears so, and the case ends', async () => {
    for (let day = 6; day <= 19; day++) await morning(day, ['203.0.113.9']);
    for (const line of lines) expect(await caseOf(line)).toMatchObject({ state: 'told' });
    await morning(20, ['203.0.113.9']);
    for (const line of lines) {
      expect(await caseOf(line)).toMatchObject({ state: 'cleared' });
      expect(subjects(line).at(-1)).toMatch(/no longer see it/);
      const page = await visit(line.address, DESK);
      expect(await page.locator('h1').innerText()).toMatch(/no longer see it/);
      await picture(page, 'cleared-desk', line);
      await page.context().close();
    }
    await clock(on(34, '10:01'));
    await house.rest();
    for (const line of lines) {
      expect(await caseOf(line)).toMatchObject({ state: 'closed', closeReason: 'clean' });
      expect((await line.peer.taken()).map(({ filter }) => filter), line.peer.name).toEqual([
        'lazaret-leaky', 'lazaret-leaky', 'residential',
      ]); // prettier-ignore
    }
  });
});

interface CaseLine {
  readonly code: string;
  readonly state: string;
  readonly tier: string | null;
  readonly closeReason: string | null;
}
