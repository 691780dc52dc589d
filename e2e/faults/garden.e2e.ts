import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { aReportCsv, aSinkholeRow } from '@lazaret/feeds/testing';
import { EmbeddedPostgres } from '@lazaret/platform';

import { detail, type Accounted } from '../accounting.js';
import { directoryFiles } from '../directory-files.js';
import { freeRadiusMissing, nasFile, startFreeRadius } from '../freeradius.js';
import { House, lazaret, until, type HouseWorker, type Ran } from '../house.js';
import { GardenNas } from './nas.js';

/** Three lines in the garden, a BNG that goes on whatever happens to us, and everything of ours that can die. */
const LINES = { anna: '198.18.0.1', ben: '198.18.0.2', cleo: '198.18.0.3' };
const FEEDS = ['sinkhole', 'honeypot'];
const KEY = 'a key of the garden that only tests know';
/** A day, but for the longest time an order may be on its way. */
const HELD_SECONDS = 86_400 - 95;
const noFreeRadius = freeRadiusMissing();

/** A day of November 2026 in UTC, which is London's; the 9th is a Monday. */
const on = (day: number, time: string): string => `2026-11-${String(day).padStart(2, '0')}T${time}:00Z`;

describe('the garden, when everything of ours dies', () => {
  let house: House;
  let nas: GardenNas;
  let worker: HouseWorker;
  let files = 0;

  const garden = (name: string): NodeJS.ProcessEnv => ({
    LAZARET_GARDEN: join(house.folder, name),
    LAZARET_GARDEN_DIR: join(house.folder, 'garden'),
    LAZARET_GARDEN_KEY: KEY,
  });
  /** Patient enough to be met between an order and its answer. */
  const start = async (): Promise<void> => {
    worker = await house.worker(garden('nas.json'));
  };
  const account = async (...records: Accounted[]): Promise<void> => {
    const path = await house.file(`detail-${++files}`, detail(records));
    await house.must('ledger', 'import', '--format', 'freeradius-detail', '--interim', '21600', path);
  };
  /** Both feeds saw everybody half an hour ago. */
  const see = async (day: number, time: string): Promise<void> => {
    const ago = (minutes: number): string =>
      new Date(Date.parse(on(day, time)) - minutes * 60_000).toISOString();
    const timestamp = ago(30).slice(0, 19).replace('T', ' ');
    await house.clock(on(day, time));
    const rows = Object.values(LINES).map((address) => aSinkholeRow({ timestamp, src_ip: address }));
    for (const feed of FEEDS)
      await house.file(`${feed}/${timestamp.slice(0, 10)}-event4_sinkhole-${++files}.csv`, aReportCsv(rows));
    await account(
      ...Object.entries(LINES).map(
        ([user, address]) => ({ kind: 'Interim-Update', user, at: ago(5), address }) as const,
      ),
    );
    for (const feed of FEEDS) await house.must('feed', 'pull', feed);
    await house.rest();
  };
  const session = (name: keyof typeof LINES): string => `${name}-${LINES[name]}`;
  const everybody = ['anna', 'ben', 'cleo'].map((name) => session(name as keyof typeof LINES));
  const stays = async () =>
    house.rows<{ line: string; state: string; desired: string; why: string | null; holds: string[] }>(
      `select l.ref as line, c.state, c.desired, c.open_why as why, array(select h.state from garden.hold h
         where h.confinement_id = c.id order by h.id) as holds
         from garden.confinement c join directory.line l on l.id = c.line_id order by l.ref, c.id`,
    );
  /** With nothing but the way to the network. */
  const alone = (file: string, ...args: string[]): Promise<Ran> =>
    lazaret(['garden', ...args], { PATH: process.env['PATH'], ...garden(file) });

  beforeAll(async () => {
    nas = await new GardenNas().start();
    // Jobs of a dead worker are given out again within seconds.
    house = await House.open({ LAZARET_JOB_LEASE_SECONDS: '3' });
    await house.file('nas.json', nas.file({ timeout: 5, tries: 2 }));
    await house.file('hasty.json', nas.file({ timeout: 0.2, tries: 1 }));
    for (const feed of FEEDS) await mkdir(join(house.folder, feed));
    await house.clock(on(2, '09:00'));
    const lines = Object.keys(LINES).map((name) => [name, 'residential'] as const);
    await house.must('directory', 'import', ...(await directoryFiles(house, lines)));
    for (const [user, address] of Object.entries(LINES)) nas.begin(`${user}-${address}`, user);
    await account(
      ...Object.entries(LINES).map(
        ([user, address]) => ({ kind: 'Start', user, at: on(1, '20:00'), address }) as const,
      ),
    );
    const plan = await house.file('plan.csv', 'prefix,class\n198.18.0.0/24,pool\n');
    await house.must('ledger', 'import', '--format', 'prefixes', plan);
    for (const feed of FEEDS) {
      const where = ['--directory', join(house.folder, feed)];
      await house.must('feed', 'add', feed, '--format', 'shadowserver', '--upstream', feed, ...where);
      await house.must('feed', 'activate', feed, 'event4_sinkhole');
    }
    await start();
    await see(2, '09:00');
    // Everybody has read the letter.
    await house.rows(
      `insert into portal.request (kind, address, nonce) select 'acknowledge', unnest($1::inet[]), gen_random_uuid()`,
      [Object.values(LINES)],
    );
    await house.rest();
    await see(8, '20:30');
  });
  afterAll(async () => {
    await house?.close();
    nas?.stop();
  });

  it('a worker killed between an order and its answer leaves written what may be held, and the next one settles it', async () => {
    nas.mood = 'mute';
    await house.clock(on(9, '09:00'));
    await until(
      () => Promise.resolve(nas.held()),
      (held) => held.length === 3,
    );
    await house.kill(worker);
    for (const stay of await stays()) expect(stay).toMatchObject({ state: 'requested', holds: ['asked'] });
    // Who has nothing but the list knows of them too.
    const { stdout } = await alone('hasty.json', 'status', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      held: { genuine: true, entries: everybody.map((acctSessionId) => ({ acctSessionId })) },
    });

    nas.mood = 'answers';
    // The dead worker's claim lasts for two minutes of real time.
    await house.rows('update garden.confinement set claimed_until = null');
    await start();
    await house.rest();
    // An order is not repeated at once: the answer to the first one may be on its way.
    await house.clock(on(9, '09:01'));
    await house.rest();
    for (const stay of await stays()) expect(stay).toMatchObject({ state: 'accepted', holds: ['accepted'] });
    expect(nas.held()).toEqual(everybody);
  });

  it('a session that begins after the death is free, until somebody lives', async () => {
    await house.kill(worker);
    nas.end(session('anna'));
    LINES.anna = '198.18.0.11';
    nas.begin(session('anna'), 'anna');
    await house.clock(on(9, '09:12'));
    await account(
      { kind: 'Stop', user: 'anna', at: on(9, '09:10'), address: '198.18.0.1' },
      { kind: 'Start', user: 'anna', at: on(9, '09:11'), address: LINES.anna },
    );
    expect(nas.held()).toEqual([session('ben'), session('cleo')]);
    await start();
    await until(
      () => Promise.resolve(nas.held()),
      (held) => held.length === 3,
    );
    await house.rest();
    expect(nas.held()).toContain(session('anna'));
  });

  it('everybody is free a day later by the BNG’s own clock, and held again by whoever lives then', async () => {
    await house.kill(worker);
    nas.clock += HELD_SECONDS - 1;
    expect(nas.held()).toHaveLength(3);
    nas.clock += 1;
    expect(nas.held()).toEqual([]);
    // They dial in again, and get other addresses.
    const records: Accounted[] = [];
    for (const [n, user] of (['anna', 'ben', 'cleo'] as const).entries()) {
      records.push({ kind: 'Stop', user, at: on(10, '09:12'), address: LINES[user] });
      LINES[user] = `198.18.0.${21 + n}`;
      records.push({ kind: 'Start', user, at: on(10, '09:13'), address: LINES[user] });
      nas.begin(session(user), user);
    }
    await house.clock(on(10, '09:15'));
    await account(...records);
    expect(nas.held()).toEqual([]);
    await start();
    await until(
      () => Promise.resolve(nas.held()),
      (held) => held.length === 3,
    );
    await house.rest();
  });

  it('one person lets everybody out with no worker, no PostgreSQL and no queue', async () => {
    await house.kill(worker);
    await house.postgres.stop();
    nas.mood = 'deaf';
    const unheard = await alone('hasty.json', 'release-all', '--by', 'anna', '--json');
    expect(unheard.code).not.toBe(0);
    expect(nas.held()).toHaveLength(3);
    nas.mood = 'answers';
    const { code, stdout } = await alone('hasty.json', 'release-all', '--by', 'anna', '--json');
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({
      code: 0,
      told: 3,
      out: 3,
      stuck: [],
    });
    expect(nas.held()).toEqual([]);
  });

  it.skipIf(noFreeRadius)(
    `and FreeRADIUS understands it${noFreeRadius ? ` (skipped: ${noFreeRadius})` : ''}`,
    async () => {
      const server = await startFreeRadius();
      try {
        await house.file('freeradius.json', nasFile(server, ['198.18.255.1']));
        const { code } = await alone('freeradius.json', 'release-all', '--by', 'anna');
        expect(code).toBe(0);
        const accepted = (await server.accepted()).map(({ attributes }) => [
          attributes.get('Acct-Session-Id'),
          attributes.get('Filter-Id'),
        ]);
        expect(accepted.sort()).toEqual(
          (['anna', 'ben', 'cleo'] as const).map((name) => [[session(name)], ['residential']]),
        );
      } finally {
        await server.stop();
      }
    },
  );

  it('the next worker learns of it, says that they are out, and takes nobody in', async () => {
    house.postgres = await EmbeddedPostgres.start({ dataDir: join(house.folder, 'postgres') });
    await house.clock(on(10, '09:30'));
    await start();
    await until(stays, (all) => all.every(({ state }) => state === 'released'));
    await house.rest();
    for (const stay of await stays())
      expect(stay).toMatchObject({ state: 'released', desired: 'open', why: 'release-all' });
    // Seen again, long after the grace, and still nobody is taken in.
    await see(12, '09:15');
    await house.clock(on(12, '10:00'));
    await house.rest();
    expect(await stays()).toHaveLength(3);
    expect(nas.held()).toEqual([]);
  });

  it('going on takes a second person', async () => {
    expect((await alone('hasty.json', 'resume', '--by', 'Anna')).code).toBe(0);
    const again = await alone('hasty.json', 'resume', '--by', 'anna');
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain('second person');
    await house.clock(on(12, '10:30'));
    await house.rest();
    expect(nas.held()).toEqual([]);
    expect((await alone('hasty.json', 'resume', '--by', 'ben')).code).toBe(0);
    const { stdout } = await alone('hasty.json', 'status', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ switches: { stopNew: null, releaseAll: [], resume: null } });
    // Who was held back by the switch alone is decided again within the hour.
    await house.clock(on(12, '11:30'));
    await until(
      () => Promise.resolve(nas.held()),
      (held) => held.length === 3,
    );
    await house.rest();
    expect((await stays()).map(({ state }) => state).sort()).toEqual([
      ...Array<string>(3).fill('accepted'),
      ...Array<string>(3).fill('released'),
    ]);
  });
});
