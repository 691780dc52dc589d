import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Instant } from '@lazaret/kernel';

import { ForgetStep } from './forget.step.js';
import { on } from './november.contract.js';
import { SmallProvider, type Home } from './small-provider.contract.js';

const DAY_MS = 86_400_000;
const NOW = on(30, '12:00');

let provider: SmallProvider;
let home: Home;
let caseId: number;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
  home = await provider.home('home');
  await provider.see('sinkhole', home.address, on(29, '08:00'));
  caseId = (await provider.story(home)).case.id;
});
afterAll(() => provider.close());

const ago = (days: number): Instant => new Date(NOW.getTime() - days * DAY_MS);
const rows = (sql: string, ...values: unknown[]) => provider.database.query<{ days: number }>(sql, values);
const forget = () => provider.get(ForgetStep).run(NOW);
/** How many days before now what is left is from. */
async function left(sql: string): Promise<number[]> {
  return (await rows(sql, NOW)).map(({ days }) => days).sort((a, b) => a - b);
}

describe('what nothing looks at any more is forgotten', () => {
  it('stays that are over for 92 days, with their holds; none that goes on', async () => {
    for (const days of [200, 93, 91, 1])
      await rows(
        `with stay as (
           insert into garden.confinement
             (line_id, tenure_id, case_id, profile, bng, state, state_since, asked_at, ends_at, hold_seconds, desired, confinable,
              open_asked_at, open_why, open_by, over_at)
           values ($1, 1, 1, 'leaky', 'bng', 'released', $2, $2::timestamptz - interval '7 days', $2, 3600, 'open', null,
             $2, 'cleaned', 'subscriber', $2) returning id)
         insert into garden.hold (confinement_id, session_id, nas, acct_session_id, state, asked_at)
         select id, 1, 'north', 'S1', 'lifted', $2 from stay`,
        home.lineId, ago(days),
      ); // prettier-ignore
    await rows(
      `insert into garden.confinement
         (line_id, tenure_id, case_id, profile, bng, state_since, asked_at, ends_at, hold_seconds, due_at)
       values ($1, 1, 1, 'leaky', 'bng', $2, $2, $3, 3600, $2)`,
      home.lineId, ago(300), ago(-1),
    ); // prettier-ignore
    expect(await forget()).toBe(false);
    const age = `extract(epoch from $1::timestamptz - asked_at)::int / 86400 as days`;
    expect(await left(`select ${age} from garden.confinement`)).toEqual([8, 98, 300]);
    expect(await left('select count(*)::int as days from garden.hold where $1::timestamptz is not null')).toEqual([2]); // prettier-ignore
    await rows('delete from garden.confinement');
  });

  it('requests settled for 60 days; none that waits, and none that keeps a line out of the garden', async () => {
    const { code } = (await provider.story(home)).case;
    await rows(`update cases.case set state = 'told' where id = $1`, caseId);
    const ask = async (
      kind: string,
      days: number,
      { settled = true, by = 'address', answered = false } = {},
    ) => {
      const [{ id } = { id: 0 }] = await provider.database.query<{ id: number }>(
        `insert into portal.request (kind, address, code, nonce) values ($1, $2, $3, $4) returning id`,
        [kind, by === 'address' ? home.address : null, by === 'code' ? code : null, randomUUID()],
      );
      await rows(
        `update portal.request set asked_at = $2, settled_at = $3, outcome = $4, answered_at = $5 where id = $1`,
        id, ago(days), settled ? ago(days) : null, settled ? 'desk' : null, answered ? ago(days) : null,
      ); // prettier-ignore
    };
    await ask('call', 61);
    await ask('call', 59);
    await ask('cleaned', 80, { settled: false });
    await ask('safety', 90, { by: 'code' });
    await ask('safety', 100, { by: 'code', answered: true });
    await ask('safety', 110);
    expect(await forget()).toBe(false);
    expect(
      await left(
        `select extract(epoch from $1::timestamptz - asked_at)::int / 86400 as days from portal.request`,
      ),
    ).toEqual([59, 80, 90]);
  });

  it('quiet days of closed cases after 60 days, and of open ones those 60 days before the last sighting', async () => {
    const judge = (days: number) =>
      rows(
        `insert into cases.quiet_day (case_id, day, why, feed_ids) values ($1, ($2::timestamptz at time zone 'UTC')::date, 'quiet', '{}')`,
        caseId, ago(days),
      ); // prettier-ignore
    for (const days of [90, 62, 61, 10]) await judge(days);
    const age = `select ($1::timestamptz at time zone 'UTC')::date - day as days from cases.quiet_day`;
    await forget();
    expect(await left(age)).toEqual([10, 61]);
    const close = (days: number) =>
      rows(
        `update cases.case set state = 'closed', cleared_at = $2, closed_at = $2, close_reason = 'clean' where id = $1`,
        caseId, ago(days),
      ); // prettier-ignore
    await close(59);
    await forget();
    expect(await left(age)).toEqual([10, 61]);
    await close(61);
    await forget();
    expect(await left(age)).toEqual([]);
  });
});
