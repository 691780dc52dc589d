import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { until, type HouseWorker } from '../house.js';
import { MORTAL, Provider } from './provider.js';

const ROWS = 20_000;

interface Report {
  readonly state: string;
  readonly parsedTo: number;
  readonly counts: string;
}
const REPORTS = `
  select state, parsed_to::int as "parsedTo", concat_ws('/', rows, observed, duplicate, rejected) as counts
  from feeds.report order by id`;

/** Everything that intake writes, counted where it lies. */
const WRITTEN = `
  select (select count(*) from feeds.observation)::int as observations,
    (select count(distinct (report_id, report_line)) from feeds.observation)::int as lines,
    (select count(*) from ledger.attribution where outcome = 'line')::int as answers,
    (select count(*) from cases.sighting where detached_at is null)::int as sightings,
    (select count(*) from cases.case)::int as cases,
    (select count(distinct tenure_id) from cases.case)::int as tenures`;

describe('a report being read', () => {
  let provider: Provider;
  beforeAll(async () => {
    provider = await Provider.open(200);
  });
  afterAll(() => provider.house.close());

  const workers: HouseWorker[] = [];
  const start = async (env?: NodeJS.ProcessEnv): Promise<HouseWorker> => {
    const worker = await provider.house.worker(env);
    workers.push(worker);
    return worker;
  };
  afterEach(async () => {
    for (const worker of workers.splice(0)) await provider.house.kill(worker);
  });
  const reports = (): Promise<Report[]> => provider.house.rows<Report>(REPORTS);

  it('of 20,000 rows is read exactly once, going on where the killed worker had stopped', async () => {
    const worker = await start(MORTAL);
    await provider.deliver({ lines: 100, perLine: ROWS / 100 });
    const held = await holdInTheMiddle();
    await provider.house.kill(worker);
    await held.letGo();
    await provider.forgotten();
    const [stopped] = await reports();
    expect(stopped).toMatchObject({ state: 'parsing', parsedTo: held.parsedTo });
    const before = await provider.house.rows<{ id: number }>(
      'select max(id)::int as id from feeds.observation',
    );

    await start(MORTAL);
    await provider.done();
    expect(await reports()).toEqual([{ state: 'parsed', parsedTo: ROWS + 1, counts: `${ROWS}/${ROWS}/0/0` }]);
    expect(await provider.house.rows(WRITTEN)).toEqual([
      { observations: ROWS, lines: ROWS, answers: ROWS, sightings: ROWS, cases: 100, tenures: 100 },
    ]);
    // What was there stayed, and nothing before the place where it stopped was taken up again.
    const again = `select count(*)::int as rows from feeds.observation where id > $1 and report_line <= $2`;
    expect(await provider.house.rows(again, [before[0]?.id, held.parsedTo])).toEqual([{ rows: 0 }]);
    expect(await provider.reckon()).toMatchObject({ letters: 100, lost: [], twice: [], strangers: [] });
  });

  it('is read once when two workers see it, and so are its neighbours', async () => {
    await Promise.all([start(), start()]);
    const [before] = await provider.house.rows<Record<string, number>>(WRITTEN);
    await provider.deliver({ reports: 10, lines: 10, perLine: 100 });
    await provider.done();
    expect((await reports()).slice(1)).toEqual(
      Array.from({ length: 10 }, () => ({ state: 'parsed', parsedTo: 1_001, counts: '1000/1000/0/0' })),
    );
    const more = {
      observations: 10_000,
      lines: 10_000,
      answers: 10_000,
      sightings: 10_000,
      cases: 100,
      tenures: 100,
    };
    const sum = Object.entries(more).map(([what, count]) => [what, count + (before?.[what] ?? 0)]);
    expect(await provider.house.rows(WRITTEN)).toEqual([Object.fromEntries(sum)]);
    expect(await provider.reckon()).toMatchObject({
      letters: 200,
      sent: 200,
      uncertain: [],
      lost: [],
      twice: [],
    });
  });

  it('leaves no address and no secret in logs and queue', () => {
    expect(provider.leaks(provider.house.said)).toEqual([]);
    expect(provider.queued.size).toBeGreaterThan(5);
    expect(provider.leaks([...provider.queued].join('\n'))).toEqual([]);
  });

  /** Lets the report come some way, then holds the worker in the middle of a transaction. */
  async function holdInTheMiddle(): Promise<{ parsedTo: number; letGo: () => Promise<void> }> {
    const client = new pg.Client({ connectionString: provider.house.postgres.url('lazaret') });
    await client.connect();
    const tryToHold = async (): Promise<Report | undefined> => {
      await client.query('rollback');
      await client.query('begin');
      await client.query('lock table feeds.observation in share row exclusive mode');
      return (await client.query<Report>(REPORTS)).rows[0];
    };
    const seen = await until(tryToHold, (report) => (report?.parsedTo ?? 0) > 0);
    const waiting = `select count(*)::int as waiting from pg_locks where not granted`;
    await until(
      async () => (await provider.house.rows<{ waiting: number }>(waiting))[0]?.waiting,
      (count) => (count ?? 0) > 0,
    );
    return { parsedTo: seen?.parsedTo ?? 0, letGo: () => client.end() };
  }
});
