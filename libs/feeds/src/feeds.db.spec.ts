import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { fillBatch, openBatch, type BatchRow } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { ReportArchive } from './archive.file.js';
import { FeedRepository } from './feed.repository.js';
import { feedsEntities } from './feeds.entity.js';
import { FeedsMetrics } from './feeds.metrics.js';
import { FeedsService } from './feeds.service.js';
import { IntakeService } from './intake.service.js';
import { LiveDayRepository } from './live-day.repository.js';
import { ObservationRepository } from './observation.repository.js';
import type { Pulled } from './pulled.js';
import { ReportRepository } from './report.repository.js';
import { aBatchRow, aReportCsv, aSinkholeRow } from './testing.js';

const now = new Date('2026-11-12T10:00:00Z');
const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const source = { kind: 'http', url: 'https://example.net/r' } as const;

let fresh: FreshDatabase;
let folder = '';
let archive: ReportArchive;
let feeds: FeedsService;
let intake: IntakeService;
let feedId = 0;
let made = 0;

beforeAll(async () => {
  fresh = await freshDatabase(feedsEntities);
  folder = await mkdtemp(join(tmpdir(), 'lazaret-feeds-'));
  archive = new ReportArchive(folder);
  const [feedRows, reportRows] = [new FeedRepository(), new ReportRepository()];
  feeds = new FeedsService(feedRows, reportRows, new ObservationRepository(), new LiveDayRepository());
  intake = new IntakeService(feedRows, reportRows, archive, new FeedsMetrics(new Registry()));
});
afterAll(async () => {
  await fresh.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  feedId = (await fresh.database.run((tx) => feeds.add(tx, feed(`feed-${++made}`), now))).id;
});

const feed = (name: string) => ({
  name,
  provider: 'Shadowserver',
  format: 'shadowserver',
  upstream: 'shadowserver',
  source,
});
const pulled = (facts: Partial<Pulled> = {}): Pulled => ({
  reports: [],
  cursors: [],
  unchanged: 0,
  problems: [],
  ...facts,
});

/** Archives a report, enters it and answers its id. */
async function receive(name: string, csv: string, at = now): Promise<number> {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(csv);
  };
  const report = { name, address: name, ...(await archive.put(bytes())) };
  const { newReports } = await fresh.database.run((tx) =>
    feeds.recordPull(tx, feedId, pulled({ reports: [report] }), at),
  );
  return newReports[0] ?? 0;
}

/** What the pipeline does with a report, up to `pieces` transactions of it. */
async function parse(reportId: number, pieces = Infinity): Promise<void> {
  const begun = await fresh.database.run((tx) => intake.begin(tx, reportId, now));
  let done = 0;
  for await (const piece of intake.read(begun)) {
    if (done++ >= pieces) return;
    await fresh.database.run(async (tx) => {
      await openBatch(tx);
      await fillBatch(tx, piece.rows);
      await intake.settle(tx, begun, piece, await feeds.store(tx));
    });
  }
  await fresh.database.run((tx) => intake.finish(tx, reportId, now));
}

const reportOf = async (id: number) =>
  fresh.database.run(async (tx) =>
    (await feeds.listReports(tx, { limit: 100 })).find((report) => report.id === id),
  );
const rowOf = (facts: Partial<BatchRow>): BatchRow => aBatchRow({ feedId, ...facts });

describe('feeds', () => {
  it('are added once by name, due at once', async () => {
    await expect(fresh.database.run((tx) => feeds.add(tx, feed(`feed-${made}`), now))).rejects.toThrow(
      'already a feed',
    );
    await expect(
      fresh.database.run((tx) => feeds.add(tx, { ...feed('other'), format: 'tea' }, now)),
    ).rejects.toThrow(Refused);
    await expect(fresh.database.run((tx) => feeds.get(tx, 'nobody'))).rejects.toThrow(
      'there is no feed nobody',
    );
    expect(await fresh.database.run((tx) => feeds.get(tx, feedId))).toMatchObject({
      name: `feed-${made}`,
      source: { kind: 'http' },
      dueAt: now,
    });
    expect((await fresh.database.run((tx) => feeds.list(tx))).length).toBeGreaterThan(0);
  });

  it('are due to one puller only', async () => {
    const due = (at: Date): Promise<number[]> =>
      fresh.database.run(async (tx) => (await feeds.due(tx, at, 1_000)).map((f) => f.id));
    const [one, two] = await Promise.all([due(now), due(now)]);
    expect([...one, ...two].filter((id) => id === feedId)).toHaveLength(1);
    expect(await due(after(59))).not.toContain(feedId);
    expect(await due(after(60))).toContain(feedId);
  });

  it('wait after trouble by its kind, and remember it until it is over', async () => {
    const record = (facts: Partial<Pulled>): Promise<unknown> =>
      fresh.database.run((tx) => feeds.recordPull(tx, feedId, pulled(facts), now));
    const state = () => fresh.database.run((tx) => feeds.get(tx, feedId));
    const problem = (kind: 'refused' | 'unavailable') => ({
      problems: [{ address: 'a', kind, message: `it was ${kind}` }],
    });
    await record(problem('unavailable'));
    expect(await state()).toMatchObject({ failures: 1, lastError: 'it was unavailable', dueAt: after(1) });
    await record(problem('unavailable'));
    expect(await state()).toMatchObject({ failures: 2, dueAt: after(2) });
    await record(problem('refused'));
    expect(await state()).toMatchObject({ failures: 3, lastError: 'it was refused', dueAt: after(60) });
    await record({});
    expect(await state()).toMatchObject({ failures: 0, lastError: null, dueAt: after(60) });
  });

  it('remember what a look told, the newest of it', async () => {
    const cursor = { address: 'a', etag: '"1"', lastModified: null, taken: true };
    await fresh.database.run((tx) => feeds.recordPull(tx, feedId, pulled({ cursors: [cursor] }), now));
    await fresh.database.run((tx) =>
      feeds.recordPull(tx, feedId, pulled({ cursors: [{ ...cursor, etag: '"2"' }] }), after(1)),
    );
    expect(await fresh.database.run((tx) => feeds.cursors(tx, feedId))).toMatchObject([
      { ...cursor, etag: '"2"' },
    ]);
  });
});

describe('a report', () => {
  it('becomes observations, once, however often it comes', async () => {
    const csv = aReportCsv([
      aSinkholeRow(),
      aSinkholeRow({ src_port: 40_001 }),
      aSinkholeRow(),
      aSinkholeRow({ src_ip: 'x' }),
    ]);
    const id = await receive('event4_sinkhole.csv', csv);
    expect(await fresh.database.run((tx) => feeds.unfinished(tx, 100))).toContain(id);
    await parse(id);
    expect(await reportOf(id)).toMatchObject({
      state: 'parsed',
      reportType: 'event4_sinkhole',
      rows: 4,
      observed: 2,
      duplicate: 1,
      rejected: 1,
    });
    expect(await fresh.database.run((tx) => feeds.rejected(tx, id, 10))).toMatchObject([
      { line: 5, column: 'src_ip', reason: 'not an IP address: "x"' },
    ]);
    expect(await receive('2026-11-12-event4_sinkhole-again.csv', csv)).toBe(0);

    const grown = await receive(
      'event4_sinkhole.csv',
      aReportCsv([aSinkholeRow(), aSinkholeRow({ src_port: 1 })]),
    );
    await parse(grown);
    expect(await reportOf(grown)).toMatchObject({ rows: 2, observed: 1, duplicate: 1 });
    await expect(parse(grown)).rejects.toThrow('replay it');
    await fresh.database.run((tx) => feeds.replay(tx, grown));
    await parse(grown);
    expect(await reportOf(grown)).toMatchObject({ state: 'parsed', rows: 2, observed: 0, duplicate: 2 });
  });

  it('goes on where a crash left it, and its counts stay exact', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) =>
      aSinkholeRow({ src_port: i % 100 === 0 ? 'bad' : (i % 60_000) + 1 }),
    );
    const id = await receive('event4_sinkhole.csv', aReportCsv(rows));
    await parse(id, 1);
    expect(await reportOf(id)).toMatchObject({ state: 'parsing', rows: 5_000 });
    await parse(id);
    expect(await reportOf(id)).toMatchObject({
      state: 'parsed',
      rows: 12_000,
      observed: 11_880,
      duplicate: 0,
      rejected: 120,
    });
  });

  it('taken by two workers at once is counted once', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => aSinkholeRow({ src_port: i + 1 }));
    const id = await receive('event4_sinkhole.csv', aReportCsv(rows));
    const outcomes = await Promise.allSettled([parse(id), parse(id)]);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost.length).toBeLessThanOrEqual(1);
    expect(await reportOf(id)).toMatchObject({ state: 'parsed', rows: 200, observed: 200, duplicate: 0 });
  });

  it('keeps the first thousand bad rows whole and counts the others', async () => {
    const id = await receive(
      'event4_sinkhole.csv',
      aReportCsv(Array.from({ length: 7_000 }, () => aSinkholeRow({ src_ip: 'nobody' }))),
    );
    await parse(id);
    expect(await reportOf(id)).toMatchObject({ rows: 7_000, rejected: 7_000 });
    const kept = await fresh.database.run((tx) => feeds.rejected(tx, id, 5_000));
    expect([kept.length, kept.at(-1)?.line]).toEqual([1_000, 1_001]);
  });

  it('that cannot be read is kept with the reason', async () => {
    const id = await receive('scan_teapot.csv', 'timestamp,ip\n');
    const reason = await parse(id).catch((error: unknown) => error);
    expect(reason).toBeInstanceOf(Refused);
    await fresh.database.run((tx) => intake.fail(tx, id, (reason as Refused).message, now));
    expect(await reportOf(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('scan_teapot is unknown') as string,
    });
    await fresh.database.run((tx) => feeds.replay(tx, id));
    expect(await reportOf(id)).toMatchObject({ state: 'stored', error: null });
  });

  it('that came under a wrong name is read under the right one', async () => {
    const csv = 'timestamp,ip,port\n';
    const id = await receive('scan_tellnet.csv', csv);
    await fresh.database.run((tx) => intake.fail(tx, id, 'scan_tellnet is unknown', now));
    expect(await receive('scan_tellnet.csv', csv)).toBe(0);
    expect(await receive('scan_telnet.csv', csv)).toBe(id);
    expect(await reportOf(id)).toMatchObject({ state: 'stored', name: 'scan_telnet.csv', error: null });
  });
});

describe('observe', () => {
  it('lasts until a person activates the type, and what was stored before stays inactive', async () => {
    const name = `feed-${made}`;
    const activeOf = async (reportId: number): Promise<boolean[]> =>
      (
        await fresh.database.query<{ active: boolean }>(
          'select active from feeds.observation where report_id = $1',
          [reportId],
        )
      ).map((r) => r.active);
    const first = await receive('event4_sinkhole.csv', aReportCsv([aSinkholeRow()]));
    await parse(first);
    expect(await activeOf(first)).toEqual([false]);
    expect(await fresh.database.run((tx) => feeds.seenTypes(tx, name))).toMatchObject([
      { reportType: 'event4_sinkhole', reports: 1, rows: 1, observed: 1, activatedAt: null },
    ]);
    await expect(
      fresh.database.run((tx) => feeds.activate(tx, name, ['scan_teapot'], 'ada', now)),
    ).rejects.toThrow(Refused);
    expect(await fresh.database.run((tx) => feeds.activate(tx, name, ['event4_sinkhole'], 'ada', now))).toBe(
      1,
    );
    expect(await fresh.database.run((tx) => feeds.activate(tx, name, ['event4_sinkhole'], 'bob', now))).toBe(
      0,
    );
    const second = await receive('event4_sinkhole.csv', aReportCsv([aSinkholeRow({ src_port: 2 })]));
    await parse(second);
    expect([await activeOf(first), await activeOf(second)]).toEqual([[false], [true]]);
    expect(await fresh.database.run((tx) => feeds.seenTypes(tx, name))).toMatchObject([
      { reports: 2, activatedBy: 'ada' },
    ]);
  });
});

describe('the batch', () => {
  it('gives an id to the first of rows alike, and none to what was seen before', async () => {
    const reportId = await receive('event4_sinkhole.csv', aReportCsv([aSinkholeRow()]));
    const [a, b] = [rowOf({ reportId }), rowOf({ reportId })];
    const store = (rows: BatchRow[]) =>
      fresh.database.run(async (tx) => {
        await openBatch(tx);
        await fillBatch(
          tx,
          rows.map((row, n) => ({ ...row, n })),
        );
        const counts = await feeds.store(tx);
        const ids = await tx.query<{ id: number | null }>(
          'select observation_id as id from batch order by n',
        );
        return { ...counts, ids: ids.map((row) => row.id) };
      });
    const first = await store([a, { ...a, reportLine: 9 }, b]);
    expect(first).toEqual({ observed: 2, duplicate: 1, ids: [expect.any(Number), null, expect.any(Number)] });
    expect(await store([b, rowOf({ reportId })])).toMatchObject({
      observed: 1,
      duplicate: 1,
      ids: [null, expect.any(Number)],
    });
  });

  it('can be filled again from what was stored', async () => {
    const reportId = await receive('event4_sinkhole.csv', aReportCsv([aSinkholeRow()]));
    const row = rowOf({ reportId, address: '2001:db8::1', port: null, attributes: '{"extra.tag":"iot"}' });
    const again = await fresh.database.run(async (tx) => {
      await openBatch(tx);
      await fillBatch(tx, [row]);
      await feeds.store(tx);
      const stored = await tx.query<Record<string, unknown>>('select * from batch');
      await tx.query('truncate batch');
      expect(await feeds.reload(tx, [Number(stored[0]?.observation_id), 0])).toBe(1);
      return { stored, loaded: await tx.query<Record<string, unknown>>('select * from batch') };
    });
    expect(again.loaded).toEqual(again.stored);
    const [record] = await fresh.database.run((tx) =>
      feeds.find(tx, [Number(again.loaded[0]?.observation_id)]),
    );
    expect(record).toMatchObject({
      feed: `feed-${made}`,
      reportName: 'event4_sinkhole.csv',
      line: row.reportLine,
      address: '2001:db8::1',
      port: null,
      attributes: { 'extra.tag': 'iot' },
    });
    expect(record?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('live days', () => {
  const day = (text: string): Date => new Date(`2026-11-${text}`);
  const november = { from: '2026-11-01', to: '2026-11-30' };
  const live = (ids: readonly number[] = [feedId], days = november): Promise<string[]> =>
    fresh.database.run(async (tx) =>
      (await feeds.liveDays(tx, ids, days)).map((d) => `${d.day.slice(8)}${d.attributed ? '' : ' in vain'}`),
    );
  const csv = (i: number): string => aReportCsv([aSinkholeRow({ src_port: i })]);

  it('are the UTC days on which a report came that could be read', async () => {
    await parse(await receive('event4_sinkhole.csv', csv(1), day('01T23:59:00Z')));
    await parse(await receive('event4_sinkhole.csv', csv(2), day('02T06:00:00Z')));
    await parse(await receive('event4_sinkhole.csv', csv(3), day('02T18:00:00Z')));
    expect(await live()).toEqual(['01', '02']);
    await receive('event4_sinkhole.csv', csv(4), day('03T06:00:00Z'));
    expect(await live()).toEqual(['01', '02']);
    // The same bytes on another day: nothing to parse, and yet the feed lives.
    await receive('event4_sinkhole.csv', csv(3), day('04T06:00:00Z'));
    expect(await live()).toEqual(['01', '02', '04']);
    expect(await live([feedId], { from: '2026-11-02', to: '2026-11-03' })).toEqual(['02']);
    expect(await live([])).toEqual([]);
  });

  it('are in vain when less than half of the rows that ought to have a line got one', async () => {
    await parse(await receive('event4_sinkhole.csv', csv(10), day('01T06:00:00Z')));
    const answered = async (
      ...outcomes: readonly [outcome: string, before?: string | null][]
    ): Promise<void> => {
      await fresh.database.run(async (tx) => {
        await openBatch(tx);
        await fillBatch(
          tx,
          outcomes.map((_, n) => aBatchRow({ n, feedId, receivedAt: day('01T06:00:00Z') })),
        );
        for (const [n, [outcome, before]] of outcomes.entries())
          await tx.query(
            'update batch set observation_id = $1 + 1, outcome = $2, outcome_before = $3 where n = $1',
            [n, outcome, before ?? null],
          );
        await feeds.countAnswers(tx);
      });
    };
    await answered(['needs-port'], ['delegated'], ['foreign'], ['own'], ['not-ours']);
    expect(await live()).toEqual(['01']);
    await answered(['pending'], ['ambiguous'], ['no-lease'], ['expired'], ['line']);
    expect(await live()).toEqual(['01 in vain']);
    // Asked again, an answer takes the place of the one before.
    await answered(['line', 'pending'], ['line', 'line'], ['own', 'ambiguous']);
    expect(await live()).toEqual(['01']);
    await answered(['no-lease', 'line']);
    expect(await live()).toEqual(['01 in vain']);
    await answered(['line', 'no-lease']);
    expect(await live()).toEqual(['01']);
  });

  it('are not counted for rows that were seen before', async () => {
    await parse(await receive('event4_sinkhole.csv', csv(20), day('01T06:00:00Z')));
    await fresh.database.run(async (tx) => {
      await openBatch(tx);
      await fillBatch(tx, [aBatchRow({ feedId, receivedAt: day('01T06:00:00Z') })]);
      await feeds.countAnswers(tx);
    });
    expect(
      await fresh.database.query('select * from feeds.attributed_day where feed_id = $1', [feedId]),
    ).toEqual([]);
  });
});

describe('the entities', () => {
  it('say the same as the database', async () => {
    const drift = async (): Promise<string[]> =>
      (await fresh.database.source.driver.createSchemaBuilder().log()).upQueries
        .map(({ query }) => query)
        .filter((query) => query.includes('"feeds"') && query.includes('COLUMN'));
    expect(await drift()).toEqual([]);
    await fresh.database.query('alter table feeds.report add column colour text');
    expect(await drift()).toHaveLength(1);
    await fresh.database.query('alter table feeds.report drop column colour');
  });
});
