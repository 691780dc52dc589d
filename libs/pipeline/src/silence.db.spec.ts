import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { GardenService } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { only } from '@lazaret/platform';

import { on } from './november.contract.js';
import { SilenceStep } from './silence.step.js';
import { aSession, NAS, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
});
afterAll(() => provider.close());

/** A line that has an address only while the accounting says so. */
async function dynamicHome(ref: string): Promise<Home> {
  const [userName, from] = [`${ref}@isp.example`, '2026-01-01T00:00:00Z'];
  await provider.directory('line', [{ ref, class: 'residential', time_zone: 'Europe/London' }]);
  await provider.directory('access', [{ line: ref, kind: 'user-name', value: userName, from }]);
  const mail = await provider.tenure(ref, ref, from);
  const rows = await provider.database.query<{ id: number }>('select id from directory.line where ref = $1', [
    ref,
  ]);
  return { ref, lineId: only(rows).id, mail, userName, address: '', nas: NAS };
}

/** Everything that is over, judged by a worker. */
async function judge(now: Instant): Promise<void> {
  while (await provider.get(SilenceStep).run(now));
}

/** The days of a line's only case, `day why`. */
async function days(home: Home): Promise<string[]> {
  const rows = await provider.database.query<{ day: number; why: string }>(
    `select extract(day from q.day)::int as day, q.why from cases.quiet_day q join cases.case c on c.id = q.case_id
      where c.line_id = $1 order by q.day`,
    [home.lineId],
  );
  return rows.map(({ day, why }) => `${day} ${why}`);
}

/** What the decider is told. */
async function counted(home: Home, now: Instant): Promise<number | undefined> {
  const caseId = only(await provider.cases(home)).id;
  const known = await provider.database.run((tx) => provider.get(SilenceStep).daysOf(tx, [{ caseId }], now));
  return known.get(caseId);
}

describe('an outage of a day', () => {
  it('makes the wait a day longer', async () => {
    await provider.feed('outage');
    const home = await provider.home('patient');
    await provider.see('outage', home.address, on(2, '08:00'));
    await provider.work(on(2));
    for (let day = 3; day <= 17; day++) {
      if (day !== 8) await provider.alive('outage', on(day, '09:00'));
      await provider.work(on(day));
    }
    expect((await provider.story(home)).case).toMatchObject({ state: 'told' });
    await provider.work(on(18, '00:00'));
    expect((await provider.story(home)).case).toMatchObject({ state: 'cleared' });
  });
});

describe('a day of silence counts only while', () => {
  it('every feed that saw it was alive', async () => {
    const home = await provider.home('watched');
    for (const feed of ['first', 'second']) {
      await provider.feed(feed);
      await provider.see(feed, home.address, on(2, '08:00'));
      await provider.alive(feed, on(3));
    }
    await provider.alive('first', on(4));
    for (const feed of ['first', 'second']) await provider.alive(feed, on(5));
    await judge(on(6, '00:00'));
    expect(await days(home)).toEqual(['2 quiet', '3 quiet', '4 feed-silent', '5 quiet']);
    expect(await counted(home, on(6, '00:00'))).toBe(2);
  });

  it('its attribution worked', async () => {
    const home = await provider.home('attributed');
    const away = await dynamicHome('away');
    await provider.feed('in-vain');
    await provider.see('in-vain', home.address, on(2, '08:00'));
    // Nobody had this one; half of the rows still found a line.
    await provider.see('in-vain', '203.0.113.200', on(2, '09:00'));
    await provider.see('in-vain', '203.0.113.201', on(3, '09:00'));
    // This one is known only later, but before the day is over.
    await provider.see('in-vain', '203.0.113.202', on(4, '09:00'));
    await provider.accounting(
      on(4, '12:00'),
      [on(4, '06:00'), aSession(away, '203.0.113.202')],
      [on(4, '12:00'), aSession(away, '203.0.113.202', 'Interim-Update')],
    );
    await provider.work(on(4, '12:00'));
    await judge(on(5, '00:00'));
    expect(await days(home)).toEqual(['2 quiet', '3 attribution-failed', '4 quiet']);
  });

  it('the line was online', async () => {
    const home = await dynamicHome('offline');
    await provider.feed('of-offline');
    await provider.accounting(
      on(5, '12:00'),
      [on(2, '06:00'), aSession(home, '203.0.113.30')],
      [on(3, '12:00'), aSession(home, '203.0.113.30', 'Stop')],
      [on(5, '11:00'), aSession(home, '203.0.113.31')],
      [on(5, '12:00'), aSession(home, '203.0.113.31', 'Interim-Update')],
    );
    await provider.see('of-offline', '203.0.113.30', on(2, '08:00'));
    for (const day of [3, 4, 5]) await provider.alive('of-offline', on(day));
    await judge(on(6, '00:00'));
    expect(await days(home)).toEqual(['2 quiet', '3 quiet', '4 offline', '5 quiet']);
    expect(await counted(home, on(6, '00:00'))).toBe(2);
  });

  it('the line was not confined', async () => {
    const home = await provider.home('confined');
    await provider.feed('of-confined');
    await provider.accounting(on(2), [on(2, '07:00'), aSession(home, '203.0.113.40')]);
    await provider.see('of-confined', home.address, on(2, '08:00'));
    await provider.work(on(2));
    for (const day of [3, 4, 5, 6]) await provider.alive('of-confined', on(day));
    const { id: caseId, tenureId } = only(await provider.cases(home));
    const garden = provider.get(GardenService);
    const stay = {
      lineId: home.lineId,
      tenureId,
      caseId,
      profile: 'leaky' as const,
      bng: '',
      endsAt: on(20),
      holdSeconds: 86_400,
    };
    await provider.database.run((tx) => garden.confine(tx, [stay], on(4, '09:00')));
    await provider.work(on(4, '09:00'));
    await provider.database.run((tx) =>
      garden.open(tx, { lineIds: [home.lineId] }, 'test', 'policy', on(5, '09:00')),
    );
    await provider.work(on(5, '09:00'));
    await judge(on(7, '00:00'));
    expect(await days(home)).toEqual(['2 quiet', '3 quiet', '4 confined', '5 confined', '6 quiet']);
  });
});

describe('judging', () => {
  it('twice changes nothing, and what is learned later does not either', async () => {
    const home = await provider.home('once');
    await provider.feed('late');
    await provider.see('late', home.address, on(2, '08:00'));
    await judge(on(4, '00:00'));
    expect(await days(home)).toEqual(['2 quiet', '3 feed-silent']);
    await provider.database.query(
      `insert into feeds.live_day select id, '2026-11-03' from feeds.feed where name = 'late'`,
    );
    expect(await provider.get(SilenceStep).run(on(4, '23:59'))).toBe(false);
    expect(await counted(home, on(4, '23:59'))).toBe(0);
    expect(await days(home)).toEqual(['2 quiet', '3 feed-silent']);
  });

  it(
    'says the same whoever judges and when, and every failure makes the wait longer by its day',
    { timeout: 120_000 },
    async () => {
      const fate = fc.constantFrom('good', 'good', 'good', 'first dead', 'second dead', 'in vain', 'offline');
      const DAYS = [3, 4, 5, 6, 7, 8];
      let runs = 0;

      /** A line seen on the 2nd by two feeds, and what became of each of the days after it. */
      const lived = async (fates: readonly string[]): Promise<Home> => {
        const name = `life-${++runs}`;
        const address = `203.0.113.${100 + runs}`;
        const home = await dynamicHome(name);
        const online = [2, ...DAYS.filter((_, i) => fates[i] !== 'offline')];
        await provider.accounting(
          on(9),
          ...online.flatMap((day): [Instant, Record<string, string>][] => [
            [on(day, '06:00'), aSession(home, address)],
            [on(day, '20:00'), aSession(home, address, 'Stop')],
          ]),
        );
        const ids: number[] = [];
        for (const feed of [`${name}-a`, `${name}-b`]) {
          ids.push(await provider.feed(feed));
          await provider.see(feed, address, on(2, '08:00'));
        }
        for (const [i, day] of DAYS.entries()) {
          const alive = ids.filter((_, n) => fates[i] !== (n === 0 ? 'first dead' : 'second dead'));
          await provider.database.query(
            'insert into feeds.live_day select unnest($1::smallint[]), $2::date',
            [alive, on(day)],
          );
          if (fates[i] === 'in vain')
            await provider.database.query(`insert into feeds.attributed_day values ($1, $2::date, 3, 1)`, [
              ids[1],
              on(day),
            ]);
        }
        return home;
      };

      await fc.assert(
        fc.asyncProperty(
          fc.array(fate, { minLength: DAYS.length, maxLength: DAYS.length }),
          fc.subarray(DAYS),
          async (fates, workedOn) => {
            const watched = await lived(fates);
            for (const day of workedOn) await judge(on(day));
            const late = await lived(fates);
            for (const home of [watched, late])
              expect(await counted(home, on(9, '00:00'))).toBe(fates.filter((f) => f === 'good').length);
            expect(await days(late)).toEqual(await days(watched));
          },
        ),
        { numRuns: 8 },
      );
    },
  );
});
