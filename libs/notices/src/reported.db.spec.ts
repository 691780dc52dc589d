import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { loadBrands, loadLetters } from './letters.file.js';
import type { Letters } from './letters.js';
import { noticesEntities } from './notice.entity.js';
import { NoticesMetrics } from './notices.metrics.js';
import { NoticesRepository } from './notices.repository.js';
import { NoticesService, type ReportedNotice } from './notices.service.js';
import { judgeReceipt } from './judge-receipt.js';
import { readReport, type Action } from './read-report.js';
import { aDeliveryReport, aNoticePlan, EXAMPLE_BRANDS } from './testing.js';
import { ToldTenuresView } from './told-tenures.view.js';

const NOW = new Date('2026-11-12T12:00:00Z');
const LATER = new Date('2026-11-12T13:00:00Z');

let fresh: FreshDatabase;
let letters: Letters;
let notices: NoticesService;
let registry: Registry;

beforeAll(async () => {
  fresh = await freshDatabase(noticesEntities);
  letters = await loadLetters(await loadBrands(EXAMPLE_BRANDS));
  await run((tx) =>
    tx.execute(
      `insert into directory.line (ref, class, confinable, time_zone) values ('line-1', 'residential', true, 'Europe/London')`,
    ),
  );
});
afterAll(() => fresh.close());
beforeEach(async () => {
  registry = new Registry();
  notices = new NoticesService(new NoticesRepository(), letters, new NoticesMetrics(registry), { milliseconds: 60_000 }); // prettier-ignore
  await run((tx) => tx.execute('truncate notices.notice'));
});

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

type Facts = Parameters<typeof aNoticePlan>[0];

/** A letter that is just leaving; `settle` says what the mail server answered. */
async function leaving(facts: Facts = {}) {
  const planned = await run((tx) => notices.plan(tx, [aNoticePlan(facts)], NOW));
  const { ready } = await run((tx) => notices.claim(tx, planned.map(({ id }) => id), NOW)); // prettier-ignore
  const [notice] = ready;
  if (notice === undefined) throw new Error('nothing was claimed');
  const letter = letters.write('first', notice.matter, 'en', NOW);
  await run((tx) => notices.begin(tx, notice, letter));
  const settle = (verdict: ReturnType<typeof judgeReceipt>) =>
    run((tx) => notices.settle(tx, [{ ...verdict, id: notice.id, claim: notice.claim }], NOW));
  return { ...notice, settle };
}

async function sent(facts: Facts = {}) {
  const notice = await leaving(facts);
  await notice.settle(judgeReceipt({ outcome: 'accepted', response: '250 Ok', remoteId: null }, 1));
  return notice;
}

function aReport({ messageId, id }: { messageId: string; id: number }, action: Action, status: string) {
  const token = /\.([0-9a-f]{16})@/.exec(messageId)?.[1];
  return readReport(
    aDeliveryReport({ messageId, envelopeFrom: `bounce+${id}.${token}@b.example`, action, status }),
  );
}

const report = (...mails: ReturnType<typeof readReport>[]): Promise<readonly ReportedNotice[]> =>
  run((tx) => notices.reported(tx, mails, LATER));

async function row(id: number) {
  const [found] = await fresh.database.query<Record<string, unknown>>(
    `select state, error, sent_at as "sentAt", settled_at as "settledAt" from notices.notice where id = $1`,
    [id],
  );
  return found;
}

const counted = async (): Promise<Record<string, number>> => {
  const metric = await registry.getSingleMetric('lazaret_notices_reports_total')?.get();
  return Object.fromEntries(
    metric?.values.map(({ labels, value }) => [String(labels['outcome']), value]) ?? [],
  );
};

describe('a report of delivery', () => {
  it('makes a sent notice delivered, at the instant we learned of it', async () => {
    const notice = await sent();
    const [changed, ...others] = await report(aReport(notice, 'delivered', '2.0.0'));
    expect(others).toEqual([]);
    expect(changed).toMatchObject({ id: notice.id, caseId: notice.caseId, state: 'delivered', error: null, badAddress: false }); // prettier-ignore
    expect(await row(notice.id)).toEqual({ state: 'delivered', error: null, sentAt: NOW, settledAt: LATER });
    expect(await counted()).toEqual({ delivered: 1 });
  });

  it('counts as having told', async () => {
    const notice = await sent();
    await report(aReport(notice, 'delivered', '2.0.0'));
    const told = await run((tx) => new ToldTenuresView().of(tx, [notice.tenureId]));
    expect(told).toMatchObject([{ caseId: notice.caseId, at: NOW }]);
  });

  it.each(['delayed', 'relayed', 'expanded'] as const)('is not one that says %s', async (action) => {
    const notice = await sent();
    expect(await report(aReport(notice, action, action === 'delayed' ? '4.4.1' : '2.0.0'))).toEqual([]);
    expect(await row(notice.id)).toMatchObject({ state: 'sent', settledAt: NOW });
    expect(await counted()).toEqual({ 'no-news': 1 });
  });

  it('settles what was uncertain', async () => {
    const notice = await leaving();
    await notice.settle(judgeReceipt({ outcome: 'unanswered', response: '' }, 1));
    expect(await row(notice.id)).toMatchObject({ state: 'uncertain', sentAt: null });
    expect(await report(aReport(notice, 'delivered', '2.0.0'))).toMatchObject([{ state: 'delivered', leftUnheard: false }]); // prettier-ignore
    expect(await row(notice.id)).toEqual({ state: 'delivered', error: null, sentAt: NOW, settledAt: LATER });
  });

  it('may be faster than the answer of our own mail server, which then changes nothing', async () => {
    const notice = await leaving();
    expect(await report(aReport(notice, 'delivered', '2.0.0'))).toMatchObject([{ leftUnheard: true }]);
    const late = judgeReceipt({ outcome: 'accepted', response: '250 Ok', remoteId: null }, 1);
    expect(await notice.settle(late)).toEqual([]);
    expect(await row(notice.id)).toMatchObject({ state: 'delivered', sentAt: LATER });
  });
});

describe('a report of failure', () => {
  it('makes it bounced, with its status and whether the mailbox is dead', async () => {
    const [gone, full] = [await sent(), await sent()];
    const changed = await report(aReport(gone, 'failed', '5.1.1'), aReport(full, 'failed', '4.2.2'));
    expect(changed.map(({ state, error, badAddress }) => [state, error, badAddress])).toEqual([
      ['bounced', 'came back, status 5.1.1', true],
      ['bounced', 'came back, status 4.2.2', false],
    ]);
    expect(changed[0]?.recipients.reveal()).toContain('reader@home.example');
    expect(await row(gone.id)).toMatchObject({ state: 'bounced', sentAt: NOW, settledAt: LATER });
  });
});

describe('of several reports', () => {
  it('the first that speaks of the end counts, in one batch or two', async () => {
    const [one, two] = [await sent(), await sent()];
    const [delivered, failed] = [aReport(one, 'delivered', '2.0.0'), aReport(one, 'failed', '5.1.1')];
    expect(await report(delivered, failed, delivered)).toMatchObject([{ state: 'delivered' }]);
    expect(await report(failed)).toEqual([]);
    expect(await report(aReport(two, 'failed', '5.1.1'))).toMatchObject([{ state: 'bounced' }]);
    expect(await report(aReport(two, 'delivered', '2.0.0'))).toEqual([]);
    expect(await counted()).toEqual({ delivered: 1, bounced: 1, unchanged: 4 });
  });

  it('each counts by what it was', async () => {
    const notice = await sent();
    const messageId = notice.messageId.replace(/\.[0-9a-f]{16}@/, `.${'0'.repeat(16)}@`);
    const strange = { id: 999_999, messageId: `<notice-999999.${'0'.repeat(16)}@b.example>` };
    const changed = await report(
      aReport({ id: notice.id, messageId }, 'delivered', '2.0.0'),
      aReport(strange, 'delivered', '2.0.0'),
      readReport('Auto-Submitted: auto-replied\n\naway'),
      { kind: 'ignored', why: 'unreadable' },
    );
    expect(changed).toEqual([]);
    expect(await row(notice.id)).toMatchObject({ state: 'sent' });
    expect(await counted()).toEqual({ forged: 1, unknown: 1, 'auto-reply': 1, unreadable: 1 });
  });

  it('more than a batch is refused', async () => {
    const mail = readReport('');
    await expect(report(...Array.from({ length: 51 }, () => mail))).rejects.toThrow(Refused);
  });
});

describe('what a case was shown last', () => {
  it('is its newest letter that was sent', async () => {
    const first = await sent();
    const { caseId } = first;
    await sent({ caseId, template: 'reminder', wroteAt: NOW, malware: 'badbox' });
    await leaving({ caseId, round: 2 });
    await leaving();
    await report(aReport(first, 'failed', '5.1.1'));
    const shown = await fresh.database.query(`select * from notices.shown`);
    expect(shown).toEqual([
      { case_id: caseId, advice: 'tv-box', family: 'BadBox', template: 'reminder', sent_at: NOW },
    ]);
  });
});

it('the database keeps no delivered notice that was not sent', async () => {
  const { id } = await sent();
  await expect(
    run((tx) =>
      tx.execute(`update notices.notice set state = 'delivered', sent_at = null where id = $1`, [id]),
    ),
  ).rejects.toThrow('notice_sent');
});
