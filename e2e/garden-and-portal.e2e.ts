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
import { freeRadiusMissing, nasFile, startFreeRadius, type FreeRadiusNas } from './freeradius.js';
import { House, until } from './house.js';

/**
 * The whole way of one infected line, with the real programs and a real RADIUS server as its BNG: reports over several
 * days, letters, the garden, the page on an old telephone, out again, silence, the end.
 */
const IMAGES = process.env['UPDATE_IMAGES'] === '1';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PHONE = { width: 320, height: 568 };
const DESK = { width: 1280, height: 900 };
const ANNA = '198.18.0.1';
const missing = freeRadiusMissing();

/** A day of November 2026; the 2nd is a Monday, the 31st is 1 December. */
const on = (day: number, time = '10:00'): string =>
  new Date(Date.UTC(2026, 10, day, ...(time.split(':').map(Number) as [number, number]))).toISOString();

describe.skipIf(missing !== undefined)(
  `a line in the garden${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let house: House;
    let nas: FreeRadiusNas;
    let browser: Browser;
    let portal = '';
    let reports = 0;
    let answered = 0;

    const account = async (records: readonly Accounted[]): Promise<void> => {
      const path = await house.file(`detail-${++reports}`, detail(records));
      await house.must('ledger', 'import', '--format', 'freeradius-detail', '--interim', '21600', path);
    };
    /** What the two feeds bring that morning: anna's address, or somebody's whom we do not serve. */
    const morning = async (day: number, address: string): Promise<void> => {
      const rows = [
        aSinkholeRow({ timestamp: on(day, '08:30').slice(0, 19).replace('T', ' '), src_ip: address }),
      ];
      for (const feed of ['sinkhole', 'honeypot'])
        await house.file(
          `${feed}/${on(day).slice(0, 10)}-event4_sinkhole-${++reports}.csv`,
          aReportCsv(rows),
        );
      await house.clock(on(day));
      await account([{ kind: 'Interim-Update', user: 'anna', at: on(day, '09:55'), address: ANNA }]);
      await house.rest();
      await deliver();
    };
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
    const subjects = (): string[] => house.mail.mails.map(({ subject = '' }) => subject.replace(/.*: /, ''));
    const caseOf = async () =>
      (await house.ask<{ cases: CaseLine[] }>('case', 'list', '--line', 'anna')).cases[0];
    const orders = async () => (await nas.accepted()).map(({ attributes }) => Object.fromEntries(attributes));

    /** The portal as anna's browser sees it: no scripts, and her address in what the proxy says. */
    const visit = async (size: { width: number; height: number }, of = ANNA): Promise<Page> => {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: size,
        extraHTTPHeaders: { forwarded: `for="${of}:40000"` },
      });
      const page = await context.newPage();
      await page.goto(portal);
      return page;
    };
    const picture = async (page: Page, name: string): Promise<void> => {
      const { scrollWidth, clientWidth } = await page.locator('html').evaluate((html) => ({
        scrollWidth: html.scrollWidth,
        clientWidth: html.clientWidth,
      }));
      expect(scrollWidth, `${name} is wider than its window`).toBeLessThanOrEqual(clientWidth);
      if (IMAGES)
        await page.screenshot({ path: join(ROOT, `docs/images/garden-${name}.png`), fullPage: true });
    };

    beforeAll(async () => {
      nas = await startFreeRadius();
      house = await House.open();
      await house.file('nas.json', nasFile(nas, ['198.18.255.1']));
      await mkdir(join(house.folder, 'bounces/new'), { recursive: true });
      for (const feed of ['sinkhole', 'honeypot']) await mkdir(join(house.folder, feed));
      await house.clock(on(2, '08:59'));
      await house.must('directory', 'import', ...(await directoryFiles(house, [['anna', 'residential'], ['bert', 'residential']]))); // prettier-ignore
      await account([
        { kind: 'Start', user: 'anna', at: on(1, '20:00'), address: ANNA },
        { kind: 'Start', user: 'bert', at: on(1, '20:00'), address: '198.18.0.2' },
      ]);
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
      await nas?.stop();
    });

    it('is told on the first day, reminded on the third, and held on the fourth by an order the BNG accepts', async () => {
      await morning(2, ANNA);
      expect(await caseOf()).toMatchObject({ state: 'told', tier: 'told' });
      await morning(3, ANNA);
      expect(await orders()).toEqual([]);
      await morning(4, ANNA);
      expect(subjects()).toEqual([
        'a device in your home is being misused',
        'a device is still being misused',
      ]);
      await morning(5, ANNA);
      expect(await caseOf()).toMatchObject({ state: 'confined', tier: 'garden' });
      expect(await orders()).toEqual([
        expect.objectContaining({
          'Acct-Session-Id': [`anna-${ANNA}`],
          'User-Name': ['anna'],
          'Filter-Id': ['lazaret-leaky'],
          'Session-Timeout': ['86400'],
        }),
      ]);
      expect(subjects()).toHaveLength(3);
    });

    it('finds its page from its address alone, on a narrow telephone and on a desk, and another line finds nothing', async () => {
      for (const [name, size] of [['phone', PHONE], ['desk', DESK]] as const) {
      const page = await visit(size);
      expect(await page.locator('h1').innerText()).toMatch(/misused/);
      expect(await page.locator('main').innerText()).toContain((await caseOf())?.code);
      await picture(page, `confined-${name}`);
      await page.context().close();
    } // prettier-ignore
      const other = await visit(PHONE, '198.18.0.2');
      expect(await other.content()).not.toContain((await caseOf())?.code);
      await other.context().close();
    });

    it('gets out by its own button, and hears of it once the BNG has said yes', async () => {
      const page = await visit(PHONE);
      await page.getByRole('button', { name: 'I have cleaned it' }).click();
      await house.rest();
      await page.goto(portal);
      expect(await page.locator('h1').innerText()).toMatch(/open again/);
      await picture(page, 'released-phone');
      await page.context().close();
      expect((await orders()).at(-1)).toMatchObject({
        'Filter-Id': ['residential'],
        'Session-Timeout': ['86400'],
      });
      expect(await caseOf()).toMatchObject({ state: 'told' });
      await deliver();
      expect(subjects().at(-1)).toMatch(/open again/);
    });

    it('is clear after fourteen silent days on which all was alive, hears so, and the case ends', async () => {
      for (let day = 6; day <= 19; day++) await morning(day, '203.0.113.9');
      expect(await caseOf()).toMatchObject({ state: 'told' });
      await morning(20, '203.0.113.9');
      expect(await caseOf()).toMatchObject({ state: 'cleared' });
      expect(subjects().at(-1)).toMatch(/no longer see it/);
      const page = await visit(DESK);
      expect(await page.locator('h1').innerText()).toMatch(/no longer see it/);
      await picture(page, 'cleared-desk');
      await page.context().close();
      await house.clock(on(34, '10:01'));
      await house.rest();
      expect(await caseOf()).toMatchObject({ state: 'closed', closeReason: 'clean' });
    });
  },
);

interface CaseLine {
  readonly code: string;
  readonly state: string;
  readonly tier: string | null;
  readonly closeReason: string | null;
}
