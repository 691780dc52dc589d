import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Clock, type Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Confinement, gardenEntities } from './confinement.entity.js';
import { ConfinementRepository, type Written } from './confinement.repository.js';
import type { OrderOutcome } from './enforcer.js';
import { FakeEnforcer } from './fake-enforcer.js';
import { FakeSwitches } from './fake-files.js';
import { GardenFactsView, type GardenFacts } from './garden-facts.view.js';
import { GardenMetrics } from './garden.metrics.js';
import { GardenService, type Turn } from './garden.service.js';
import { aSession, at } from './stay.contract.js';

class StandingClock extends Clock {
  override now(): Instant {
    return at('09:00');
  }
}

const network = new FakeEnforcer(new StandingClock(), 'north');
const switches = new FakeSwitches();
const repository = new ConfinementRepository();
const garden = new GardenService(
  repository,
  new GardenFactsView(),
  network,
  switches,
  new GardenMetrics(new Registry()),
);
const ACCEPTED: OrderOutcome = { kind: 'accepted' };

let fresh: FreshDatabase;
let made = 0;
beforeAll(async () => {
  fresh = await freshDatabase(gardenEntities);
});
afterAll(() => fresh.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.database.run(work);

async function aLine(confinable = true): Promise<number> {
  const rows = await fresh.database.query<{ id: number }>(
    `insert into directory.line (ref, class, confinable, time_zone) values ($1, 'residential', $2, 'Europe/London') returning id`,
    [`line-${++made}`, confinable],
  );
  return only(rows).id;
}

const asked = (lineId: number, endsAt = at('09:00', 16)) =>
  ({
    lineId,
    tenureId: lineId,
    caseId: lineId,
    profile: 'leaky',
    bng: 'bng',
    endsAt,
    holdSeconds: 86_400,
  }) as const;

async function confine(lineId: number, now = at('09:00')): Promise<number> {
  const ids = await run((tx) =>
    garden.confine(tx, [asked(lineId, new Date(now.getTime() + 604_800_000))], now),
  );
  return only(ids.map((id) => ({ id }))).id;
}

async function begin(id: number, now = at('09:00')): Promise<Turn> {
  const turns = await run(async (tx) => {
    const claimed = await garden.claim(tx, [id]);
    const sessionsOf = (lineId: number) => [aSession({ sessionId: lineId, acctSessionId: `S${lineId}` })];
    return garden.plan(tx, claimed, sessionsOf, false, now);
  });
  return only(turns);
}

async function settle(turn: Turn, outcome = ACCEPTED, now = at('09:00')): Promise<Written[]> {
  return run((tx) => garden.settle(tx, [{ turn, outcomes: turn.orders.map(() => outcome) }], now));
}

async function row(id: number): Promise<Confinement> {
  return run((tx) => tx.manager.findOneByOrFail(Confinement, { id }));
}

async function factsOf(lineId: number, now: Instant): Promise<GardenFacts | undefined> {
  return (await run((tx) => garden.facts(tx, [lineId], now))).get(lineId);
}

describe('the tables of the garden', () => {
  it('refuse a line that must not be confined', async () => {
    const lineId = await aLine(false);
    await expect(confine(lineId)).rejects.toThrow('confinement_holds_only_confinable');
    expect(
      await fresh.database.query('select 1 from garden.confinement where line_id = $1', [lineId]),
    ).toEqual([]);
  });

  it('refuse to protect a line that is held, unless it is let out in the same transaction', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    const protect = (tx: Tx) =>
      tx.query('update directory.line set confinable = false where id = $1', [lineId]);
    await expect(run(protect)).rejects.toThrow('confinement_holds_only_confinable');
    await run(async (tx) => {
      await protect(tx);
      await garden.open(tx, { lineIds: [lineId] }, 'safety', 'subscriber', at('10:00'));
    });
    expect(await row(id)).toMatchObject({
      desired: 'open',
      confinable: null,
      openWhy: 'safety',
      dueAt: at('10:00'),
    });
    await expect(
      fresh.database.query(
        `update garden.confinement set desired = 'confined', confinable = true where id = $1`,
        [id],
      ),
    ).rejects.toThrow(/constraint/);
  });

  it('hold one stay a line, and another once that is over', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    expect(await run((tx) => garden.confine(tx, [asked(lineId)], at('09:00')))).toEqual([]);
    await expect(
      fresh.database.query(
        `insert into garden.confinement (line_id, tenure_id, case_id, profile, bng, state_since, asked_at, ends_at, hold_seconds)
         select line_id, tenure_id, case_id, profile, bng, state_since, asked_at, ends_at, hold_seconds
           from garden.confinement where id = $1`,
        [id],
      ),
    ).rejects.toThrow('confinement_is_one_a_line');
    await run((tx) => garden.open(tx, { ids: [id] }, 'withdrawn', 'policy', at('10:00')));
    expect(await run((tx) => garden.confine(tx, [asked(lineId)], at('10:00')))).toEqual([]);
    await settle(await begin(id, at('10:00')), ACCEPTED, at('10:00'));
    expect(await confine(lineId, at('11:00'))).toBeGreaterThan(id);
  });

  it.each([
    ['a hold of more than a day', 'hold_seconds = 86401'],
    ['a stay that ends before it begins', 'ends_at = asked_at'],
    ['an end that is still desired', `over_at = asked_at, state = 'released', due_at = null`],
    ['an end without a last state', `over_at = asked_at, due_at = null, desired = 'open', confinable = null`],
    ['a line that is to be open and holds its flag', `desired = 'open'`],
    ['a line that is to be held and does not hold its flag', 'confinable = null'],
    ['a release without a reason', `desired = 'open', confinable = null, open_asked_at = asked_at`],
    ['a state nobody knows', `state = 'jailed'`],
  ])('refuse %s', async (_, change) => {
    const id = await confine(await aLine());
    await expect(
      fresh.database.query(`update garden.confinement set ${change} where id = $1`, [id]),
    ).rejects.toThrow(/check constraint/);
  });
});

describe('a worker at a stay', () => {
  it('keeps every other one away until it has settled, or its time is over', async () => {
    const id = await confine(await aLine());
    const claim = () => run((tx) => garden.claim(tx, [id]));
    const turn = await begin(id);
    expect(await claim()).toEqual([]);
    expect((await run((tx) => garden.all(tx))).map((stay) => stay.id)).not.toContain(id);
    expect((await run((tx) => garden.confined(tx))).map((stay) => stay.id)).toContain(id);
    await settle(turn);
    expect(await claim()).toHaveLength(1);
    await fresh.database.query(
      `update garden.confinement set claimed_until = now() - interval '1 s' where id = $1`,
      [id],
    );
    expect(await claim()).toHaveLength(1);
  });

  it('that dies leaves written what it was about to say', async () => {
    const id = await confine(await aLine());
    await begin(id);
    await fresh.database.query('update garden.confinement set claimed_until = null where id = $1', [id]);
    const [stay] = await run((tx) => garden.claim(tx, [id]));
    expect(stay?.holds).toMatchObject([
      { state: 'asked', heldUntil: at('09:00', 10), tries: 1, answeredAt: null },
    ]);
  });

  it('does not undo that somebody opened it meanwhile', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    const turn = await begin(id);
    await run((tx) => garden.open(tx, { lineIds: [lineId] }, 'cleaned', 'subscriber', at('09:01')));
    expect(await settle(turn, ACCEPTED, at('09:02'))).toMatchObject([{ state: 'releasing', over: false }]);
    expect(await row(id)).toMatchObject({
      desired: 'open', state: 'releasing', openWhy: 'cleaned', openBy: 'subscriber', dueAt: at('09:02'), claimedUntil: null,
    }); // prettier-ignore
    const release = await begin(id, at('09:02'));
    expect(release.orders.map(({ order }) => `${order.kind} ${order.acctSessionId}`)).toEqual([
      `release S${lineId}`,
    ]);
    expect(await settle(release, ACCEPTED, at('09:03'))).toMatchObject([
      { from: 'releasing', state: 'released', over: true, why: 'cleaned' },
    ]);
    expect(await row(id)).toMatchObject({ overAt: at('09:03'), confirmedAt: at('09:02'), dueAt: null });
  });

  it('does not end by its refusal what somebody opened: the first reason stays', async () => {
    const id = await confine(await aLine());
    const turn = await begin(id);
    await run((tx) => garden.open(tx, { ids: [id] }, 'withdrawn', 'policy', at('09:01')));
    await settle(turn, { kind: 'refused', cause: 401 }, at('09:02'));
    expect(await row(id)).toMatchObject({ state: 'releasing', openWhy: 'withdrawn', overAt: null });
  });

  /** Its claim ran out while it waited for an answer; another worker let the line out meanwhile. */
  async function late(lineId: number): Promise<{ id: number; turn: Turn }> {
    const id = await confine(lineId);
    const turn = await begin(id);
    await run((tx) => garden.open(tx, { ids: [id] }, 'withdrawn', 'policy', at('09:01')));
    await fresh.database.query('update garden.confinement set claimed_until = null where id = $1', [id]);
    await settle(await begin(id, at('09:01')), ACCEPTED, at('09:01'));
    expect(await row(id)).toMatchObject({ state: 'released', overAt: at('09:01') });
    return { id, turn };
  }

  it.each<OrderOutcome>([
    { kind: 'refused', cause: 401 },
    { kind: 'no-session' },
    { kind: 'busy', cause: null },
  ])('that hears too late that nobody is held ($kind) changes nothing of what is over', async (outcome) => {
    const { id, turn } = await late(await aLine());
    const before = await row(id);
    expect(await settle(turn, outcome, at('09:05'))).toEqual([]);
    expect(await row(id)).toEqual(before);
  });

  it.each<OrderOutcome>([ACCEPTED, { kind: 'unknown' }])(
    'that hears too late that somebody may be held ($kind) has them let out once more',
    async (outcome) => {
      const lineId = await aLine();
      const { id, turn } = await late(lineId);
      expect(await settle(turn, outcome, at('09:05'))).toEqual([
        { id, lineId, caseId: lineId, from: 'released', state: 'releasing', over: false, why: 'withdrawn' },
      ]);
      expect(await row(id)).toMatchObject({ desired: 'open', overAt: null, dueAt: at('09:05') });
      expect((await run((tx) => garden.held(tx, at('09:05')))).map((hold) => hold.lineId)).toContain(lineId);
      const again = await begin(id, at('09:05'));
      expect(again.orders.map(({ order }) => `${order.kind} ${order.acctSessionId}`)).toEqual([
        `release S${lineId}`,
      ]);
      expect(await settle(again, ACCEPTED, at('09:06'))).toMatchObject([{ state: 'released', over: true }]);
    },
  );

  it('that hears it when the line is in the garden again leaves it to the stay that goes on', async () => {
    const lineId = await aLine();
    const { id, turn } = await late(lineId);
    const next = await confine(lineId, at('10:00'));
    await run((tx) => garden.open(tx, { ids: [next] }, 'withdrawn', 'policy', at('10:00')));
    const before = await row(id);
    expect(await settle(turn, ACCEPTED, at('10:01'))).toEqual([]);
    expect(await row(id)).toEqual(before);
    expect(await row(next)).toMatchObject({ state: 'releasing', dueAt: at('10:01') });
    const release = await begin(next, at('10:01'));
    expect(release.orders.map(({ order }) => `${order.kind} ${order.acctSessionId}`)).toEqual([
      `release S${lineId}`,
    ]);
  });

  it('tells the network a shorter time than is written down, for an order may be long on its way', async () => {
    const id = await confine(await aLine());
    const [out] = (await begin(id)).orders;
    expect(out?.asked.heldUntil).toEqual(at('09:00', 10));
    // 50 s until it leaves, 15 s for its turn, 30 s for its tries.
    expect(out?.order.holdSeconds).toBe(86_400 - 95);
  });

  it('asks for what is held in its turn, so that no older list replaces a newer one', async () => {
    const order: string[] = [];
    let inside: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => (inside = resolve));
    const first = run(async (tx) => {
      await garden.held(tx, at('09:00'));
      inside();
      // The second one waits in the database, and this one sees it there.
      for (let waits = 0; waits === 0;)
        waits = only(
          await tx.query<{ n: number }>(
            `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`,
          ),
        ).n;
      order.push('first');
    });
    await entered;
    await run(async (tx) => {
      await garden.held(tx, at('09:00'));
      order.push('second');
    });
    await first;
    expect(order).toEqual(['first', 'second']);
  });
});

describe('what is asked of a stay', () => {
  it('is noted once, and forgotten when the line is let out', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    const want = (why: 'cleaned' | 'not-me', now: Instant) => run((tx) => garden.want(tx, lineId, why, now));
    expect(await want('cleaned', at('10:00'))).toBe(true);
    expect(await want('not-me', at('11:00'))).toBe(false);
    expect((await factsOf(lineId, at('12:00')))?.releaseAskedAt).toEqual(at('10:00'));
    await run((tx) => garden.open(tx, { ids: [id] }, 'unanswered', 'policy', at('12:00')));
    expect((await factsOf(lineId, at('12:00')))?.releaseAskedAt).toBeNull();
    expect(await want('cleaned', at('13:00'))).toBe(false);
  });

  it('is remembered: what is held, what is due next, who waits longest to be let out', async () => {
    const lineId = await aLine();
    const id = await confine(lineId, at('06:00'));
    await settle(await begin(id, at('06:00')), ACCEPTED, at('06:00'));
    const held = await run((tx) => garden.held(tx, at('07:00')));
    expect(held.find((hold) => hold.lineId === lineId)).toMatchObject({
      nas: 'north', acctSessionId: `S${lineId}`, profile: 'leaky', heldUntil: at('06:00', 10), state: 'accepted',
    }); // prettier-ignore
    const later = await run((tx) => garden.held(tx, at('06:00', 10)));
    expect(later.map((hold) => hold.lineId)).not.toContain(lineId);
    await run((tx) => garden.open(tx, { ids: [id] }, 'withdrawn', 'policy', at('06:30')));
    expect(await run((tx) => garden.oldestRelease(tx))).toEqual(at('06:30'));
    expect(await run((tx) => garden.nextDue(tx))).toEqual(at('06:30'));
  });
});

describe('what policy knows of a line', () => {
  it('is nothing, of one that was never there', async () => {
    const lineId = await aLine();
    expect(await factsOf(lineId, at('09:00'))).toEqual({
      state: 'none', since: null, releaseAskedAt: null, confinements: [], selfReleases: [], stay: null,
    }); // prettier-ignore
  });

  it('is since when it is held, and afterwards since when it is out', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    expect(await factsOf(lineId, at('09:30'))).toMatchObject({
      state: 'requested', since: at('09:00'), confinements: [{ from: at('09:00'), to: null }], stay: { confirmedAt: null },
    }); // prettier-ignore
    await settle(await begin(id));
    expect(await factsOf(lineId, at('09:30'))).toMatchObject({ state: 'accepted', since: at('09:00') });
    await run((tx) => garden.open(tx, { ids: [id] }, 'cleaned', 'subscriber', at('10:00', 11)));
    expect(await factsOf(lineId, at('10:00', 11))).toMatchObject({
      state: 'releasing', since: at('09:00'), selfReleases: [at('10:00', 11)], confinements: [{ to: null }],
    }); // prettier-ignore
    await settle(await begin(id, at('10:00', 11)), ACCEPTED, at('10:01', 11));
    expect(await factsOf(lineId, at('12:00', 11))).toEqual({
      state: 'released', since: at('10:01', 11), releaseAskedAt: null,
      confinements: [{ from: at('09:00'), to: at('10:01', 11) }], selfReleases: [at('10:00', 11)],
      stay: { profile: 'leaky', confirmedAt: at('09:00'), endsAt: at('09:00', 16), overAt: at('10:01', 11), caseId: lineId, openWhy: 'cleaned', wantedWhy: null },
    }); // prettier-ignore
  });

  it.each([
    ['not the subscriber', 'cleaned', 'operator'],
    ['for another reason', 'safety', 'subscriber'],
  ] as const)('counts no self-release when it was %s', async (_, why, by) => {
    const lineId = await aLine();
    const id = await confine(lineId);
    await run((tx) => garden.open(tx, { ids: [id] }, why, by, at('10:00')));
    expect((await factsOf(lineId, at('10:00')))?.selfReleases).toEqual([]);
  });

  it('is nothing of a stay that the network never took in', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    const turn = await begin(id, at('10:00'));
    expect(turn.orders).toEqual([]);
    await settle(turn, ACCEPTED, at('10:00'));
    expect(await row(id)).toMatchObject({ state: 'released', overAt: at('10:00'), openWhy: 'never-started' });
    expect(await factsOf(lineId, at('10:01'))).toMatchObject({
      state: 'none',
      since: null,
      confinements: [],
    });
    expect(await run((tx) => garden.spent(tx, at('10:01')))).toContainEqual({ at: at('09:00'), bng: 'bng' });
  });

  it('is for a day that the network cannot do it', async () => {
    const lineId = await aLine();
    const id = await confine(lineId);
    const turns = await run(async (tx) =>
      garden.plan(
        tx,
        await garden.claim(tx, [id]),
        () => [aSession({ nas: 'elsewhere' })],
        false,
        at('09:00'),
      ),
    );
    await settle(only(turns));
    expect(await factsOf(lineId, at('08:59', 10))).toMatchObject({
      state: 'not-enforceable',
      since: at('09:00'),
    });
    expect(await factsOf(lineId, at('09:00', 10))).toMatchObject({ state: 'none', since: null });
  });

  it('is when it was held during a time, as far as that reaches', async () => {
    const [first, second] = [await aLine(), await aLine()];
    const id = await confine(first);
    await settle(await begin(id));
    await run((tx) => garden.open(tx, { ids: [id] }, 'withdrawn', 'policy', at('10:00', 11)));
    await settle(await begin(id, at('10:00', 11)), ACCEPTED, at('10:00', 11));
    const during = (from: Instant, to: Instant) =>
      run((tx) => garden.confinedDays(tx, [first, second], from, to));
    expect(await during(at('00:00', 10), at('00:00', 11))).toEqual(
      new Map([[first, [{ from: at('09:00'), to: at('10:00', 11) }]]]),
    );
    expect(await during(at('00:00', 8), at('09:00'))).toEqual(new Map());
    expect(await during(at('10:00', 11), at('00:00', 12))).toEqual(new Map());
  });
});
