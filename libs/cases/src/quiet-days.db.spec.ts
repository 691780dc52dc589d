import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { casesEntities } from './case.entity.js';
import { QuietDayRepository, type UnjudgedDay } from './quiet-day.repository.js';
import { QuietDaysService } from './quiet-days.service.js';
import { SomeCases, type Home } from './testing.js';

const quietDays = new QuietDaysService(new QuietDayRepository());
const on = (day: number, time = '10:00'): Date =>
  new Date(`2026-11-${String(day).padStart(2, '0')}T${time}:00Z`);

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

const GOOD = { alive: true, attributed: true, online: true, confined: false };
const lacking = (id: number, now: Date): Promise<UnjudgedDay[]> =>
  cases.run((tx) => quietDays.unjudgedOf(tx, [id], now));
const daysOf = (days: readonly UnjudgedDay[]): string[] => days.map(({ day }) => day.slice(5));
const judge = async (id: number, now: Date, facts: Partial<typeof GOOD> = {}): Promise<void> => {
  const days = await lacking(id, now);
  await cases.run((tx) =>
    quietDays.judge(
      tx,
      days.map((day) => ({ ...day, ...GOOD, ...facts })),
    ),
  );
};
const counted = async (id: number): Promise<number | undefined> =>
  (await cases.run((tx) => quietDays.counted(tx, [id]))).get(id);
const opened = (seenAt: Date, now = seenAt): Promise<Home & { id: number }> =>
  cases.aCase([{ seenAt, receivedAt: now }], now);

describe('days to be judged', () => {
  it('are over, and since the opening of the case', async () => {
    const { id, lineId } = await opened(on(2));
    expect(await lacking(id, on(2, '23:59'))).toEqual([]);
    expect(await lacking(id, on(3, '00:00'))).toEqual([
      { caseId: id, lineId, day: '2026-11-02', feedIds: [1] },
    ]);
    expect(daysOf(await lacking(id, on(5)))).toEqual(['11-02', '11-03', '11-04']);
  });

  it('are not those judged before', async () => {
    const { id } = await opened(on(2));
    await judge(id, on(4));
    expect(await lacking(id, on(4, '23:00'))).toEqual([]);
    expect(daysOf(await lacking(id, on(6)))).toEqual(['11-04', '11-05']);
  });

  it('are those of the last five weeks', async () => {
    const { id } = await opened(new Date('2026-09-01T10:00:00Z'));
    const days = daysOf(await lacking(id, on(10)));
    expect(days).toHaveLength(35);
    expect([days[0], days.at(-1)]).toEqual(['10-06', '11-09']);
  });

  it('are none of a closed case', async () => {
    const home = await opened(on(2));
    await cases.decide(home, { state: 'closed', closeReason: 'left' }, on(3));
    expect(await lacking(home.id, on(6))).toEqual([]);
  });

  it('come of so many cases at once', async () => {
    const [a, b] = [await opened(on(2)), await opened(on(2))];
    const first = async (most: number): Promise<number[]> => {
      const days = await cases.run((tx) => quietDays.unjudged(tx, on(6), most));
      return [...new Set(days.map(({ caseId }) => caseId))];
    };
    const all = await first(1_000);
    expect(all).toEqual(expect.arrayContaining([a.id, b.id]));
    expect(await first(all.length - 1)).toEqual(all.slice(0, -1));
  });
});

describe('days of silence', () => {
  it('count after the day of the last sighting, when nothing failed', async () => {
    const home = await opened(on(2));
    await judge(home.id, on(4));
    await judge(home.id, on(5), { online: false });
    await judge(home.id, on(8));
    expect(await counted(home.id)).toBe(4);
    await cases.see(home, [{ seenAt: on(6, '00:00'), receivedAt: on(8) }], on(8));
    expect(await counted(home.id)).toBe(1);
  });

  it('stay as they were first judged', async () => {
    const { id } = await opened(on(2));
    const days = await lacking(id, on(4));
    await judge(id, on(4), { alive: false });
    await cases.run((tx) =>
      quietDays.judge(
        tx,
        days.map((day) => ({ ...day, ...GOOD })),
      ),
    );
    expect(await counted(id)).toBe(0);
    expect(
      await cases.run((tx) => tx.query('select why from cases.quiet_day where case_id = $1', [id])),
    ).toEqual([{ why: 'feed-silent' }, { why: 'feed-silent' }]);
  });

  it('do not count for a feed that turns out later to have seen it', async () => {
    const home = await opened(on(2));
    await judge(home.id, on(6));
    expect(await counted(home.id)).toBe(3);
    await cases.see(home, [{ seenAt: on(2), receivedAt: on(6), feedId: 2 }], on(6));
    expect(await counted(home.id)).toBe(0);
    await judge(home.id, on(8));
    expect(await counted(home.id)).toBe(2);
  });

  it('are unknown when every sighting was withdrawn, and nobody watches then', async () => {
    const home = await opened(on(2));
    await cases.run((tx) =>
      tx.query(`update cases.sighting set detached_at = $1, detached_why = 'no-lease' where case_id = $2`, [
        on(3),
        home.id,
      ]),
    );
    expect((await lacking(home.id, on(3))).map(({ feedIds }) => feedIds)).toEqual([[]]);
    expect(await counted(home.id)).toBeUndefined();
  });
});

describe('what pages may know', () => {
  it('is what is attached to a case, in numbers', async () => {
    const home = await opened(on(2));
    await cases.see(
      home,
      [
        { seenAt: on(3), malware: 'mirai', upstream: 'other' },
        { seenAt: on(4), malware: 'mirai', upstream: 'other' },
        { seenAt: on(5), malware: null },
      ],
      on(5),
    );
    const [shown] = await cases.run((tx) =>
      tx.query('select * from cases.shown where case_id = $1', [home.id]),
    );
    expect(shown).toEqual({
      case_id: home.id, code: expect.stringMatching(/^....-....$/) as string, tenure_id: home.tenureId, line_id: home.lineId,
      class: 'infected', state: 'watching', tier: null, acknowledged_at: null, cleared_at: null, closed_at: null,
      first_seen: on(2), last_seen: on(5), sightings: 4, upstreams: 2, malware: 'mirai',
    }); // prettier-ignore
  });
});
