import fc from 'fast-check';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

import type { Tx } from '@lazaret/platform';

import {
  ConfinementRepository,
  type OpenStay,
  type StayUpdate,
  type Written,
} from './confinement.repository.js';
import { Enforcer, type Order, type OrderOutcome } from './enforcer.js';
import { FakeSwitches } from './fake-files.js';
import { GardenFactsView } from './garden-facts.view.js';
import { GardenMetrics } from './garden.metrics.js';
import { GardenService } from './garden.service.js';
import type { Capability, Hold, Session } from './stay.js';

/**
 * One line with several sessions, NAS that answer as they please, records that come late, and a worker that is there or
 * not. Whatever happens, the network is compared with what was promised about it.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-09T09:00:00Z');
const ENDS = START + 7 * DAY;
const PROFILE = 'lazaret-leaky';
/** Longer than the longest wait between two tries. */
const LATER = 20;
/** Looks at one instant; more means that two of them feed each other. */
const MOST_LOOKS = 6;
const NAS = {
  north: { expiry: true, readback: true },
  south: { expiry: true, readback: false },
  endless: { expiry: false, readback: true },
} as const;
type NasName = keyof typeof NAS;
const MOODS = ['willing', 'busy', 'unreachable', 'never', 'deaf', 'mute'] as const;
type Mood = (typeof MOODS)[number];
const SERVICES = ['internet', 'voice', 'tv', 'unknown'] as const;

type Step =
  | readonly ['start', (typeof SERVICES)[number], NasName, id: number]
  | readonly ['stop', which: number]
  | readonly ['becomes', (typeof SERVICES)[number], which: number]
  | readonly ['interim', which: number]
  | readonly ['records', 'come late' | 'arrive']
  | readonly ['nas', NasName, Mood]
  | readonly ['switch', 'stop new' | 'go on']
  | readonly ['open']
  | readonly ['work', minutes: number]
  | readonly ['nobody works', minutes: number];

const which = fc.nat(5);
const nas = fc.constantFrom<NasName>('north', 'north', 'south', 'endless');
const minutes = fc.constantFrom(0, 1, 5, 16, 61, 7 * 60, 13 * 60, 26 * 60);
const service = fc.constantFrom('internet', 'internet', ...SERVICES);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('start' as const), service, nas, fc.nat(3)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('stop' as const), which) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('becomes' as const), service, which) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('interim' as const), which) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('records' as const), fc.constantFrom('come late', 'arrive')),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constant('nas' as const), nas, fc.constantFrom('willing', ...MOODS)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('switch' as const), fc.constantFrom('stop new', 'go on')) },
  { weight: 1, arbitrary: fc.constant(['open'] as const) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('work' as const), minutes) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('nobody works' as const), minutes) },
);
const histories = fc.array(steps, { minLength: 3, maxLength: 30 });

/** A session as it really is in the network. */
interface Real {
  readonly sessionId: number;
  readonly nas: NasName;
  readonly acctSessionId: string;
  service: string;
  open: boolean;
  held: { readonly since: number; readonly until: number } | null;
}

/** What was ever said of the session's newest unbroken time in the garden. */
interface Known {
  /** The order that began it. */
  began: number;
}

class World extends Enforcer {
  override readonly connected = true;
  now = START;
  stopped = false;
  late = false;
  readonly orders: (Order & { readonly at: number })[] = [];
  readonly real: Real[] = [];
  readonly moods = new Map<NasName, Mood>();
  /** What the records say, by session. A session that ended is not among them. */
  readonly records = new Map<number, Session>();
  private readonly heldUp: (() => void)[] = [];
  private readonly known = new Map<number, Known>();
  private readonly stays = new MemoryStays(this);
  readonly garden = new GardenService(
    this.stays,
    new GardenFactsView(),
    this,
    new FakeSwitches(),
    new GardenMetrics(new Registry()),
  );

  get stay(): OpenStay {
    return this.stays.stay;
  }

  get over(): boolean {
    return this.stays.over;
  }

  override capability(name: string): Capability | null {
    const can = NAS[name as NasName] as (typeof NAS)[NasName] | undefined;
    return can === undefined ? null : { key: name, region: null, ...can, profileName: () => PROFILE };
  }

  override async send(order: Order): Promise<OrderOutcome> {
    this.judgeOrder(order);
    this.orders.push({ ...order, at: this.now });
    const mood = this.moods.get(order.nas as NasName) ?? 'willing';
    switch (mood) {
      case 'busy':
        return { kind: 'busy', cause: 506 };
      case 'unreachable':
        return { kind: 'busy', cause: null };
      case 'never':
        return { kind: 'refused', cause: 401 };
      case 'deaf':
        return { kind: 'unknown' };
      case 'mute':
        this.obey(order);
        return { kind: 'unknown' };
      case 'willing':
        return this.obey(order) ? { kind: 'accepted' } : { kind: 'no-session' };
    }
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }

  held(): Real[] {
    return this.real.filter(({ held }) => held !== null && held.until > this.now);
  }

  async play(history: readonly Step[]): Promise<void> {
    for (const step of history) {
      await this.take(step);
      this.check();
    }
  }

  /** Everybody answers, every record is here, and whatever waits for another try has had it. */
  async calm(): Promise<void> {
    this.moods.clear();
    this.tell();
    await this.work(LATER);
  }

  async open(): Promise<void> {
    this.stays.letOut();
  }

  /** From one instant at which something is due to the next. */
  async work(forMinutes: number): Promise<void> {
    const end = this.now + forMinutes * MINUTE;
    for (;;) {
      await this.rest();
      const due = this.stay.dueAt?.getTime() ?? Infinity;
      if (due >= end) break;
      this.now = due;
    }
    this.now = end;
    await this.rest();
  }

  private async take(step: Step): Promise<void> {
    switch (step[0]) {
      case 'start':
        return this.start(step[1], step[2], `S${step[3]}`);
      case 'stop':
        return this.pick(step[1], (session) => {
          session.open = false;
          session.held = null;
          this.record(() => this.records.delete(session.sessionId));
        });
      case 'becomes':
        return this.pick(step[2], (session) => {
          session.service = step[1];
          this.record(() => this.change(session.sessionId, { service: step[1] }));
        });
      case 'interim':
        return this.pick(step[1], (session) => {
          const profile = session.held !== null && session.held.until > this.now ? PROFILE : '';
          const profileAt = new Date(this.now);
          this.record(() => {
            const before = this.records.get(session.sessionId)?.profileAt;
            if (!(before && before > profileAt)) this.change(session.sessionId, { profile, profileAt });
          });
        });
      case 'records':
        this.late = step[1] === 'come late';
        if (!this.late) this.tell();
        return;
      case 'nas':
        this.moods.set(step[1], step[2]);
        return;
      case 'switch':
        this.stopped = step[1] === 'stop new';
        return;
      case 'open':
        return this.open();
      case 'work':
        return this.work(step[1]);
      case 'nobody works':
        this.now += step[1] * MINUTE;
        return;
    }
  }

  private start(of: string, at: NasName, acctSessionId: string): void {
    // A NAS gives a name again once its session is over; never two at a time.
    const taken = this.real.some((one) => one.open && one.nas === at && one.acctSessionId === acctSessionId);
    if (taken) return;
    const sessionId = this.real.length + 1;
    this.real.push({ sessionId, nas: at, acctSessionId, service: of, open: true, held: null });
    const holder = { kind: 'user-name', value: 'anna' } as const;
    this.record(() =>
      this.records.set(sessionId, {
        sessionId, nas: at, acctSessionId, service: of, holder, profile: null, profileAt: null,
      }),
    ); // prettier-ignore
  }

  private pick(n: number, change: (session: Real) => void): void {
    const open = this.real.filter((session) => session.open);
    const session = open[n % Math.max(1, open.length)];
    if (session !== undefined) change(session);
  }

  private record(arrive: () => void): void {
    if (this.late) this.heldUp.push(arrive);
    else arrive();
  }

  private tell(): void {
    for (const arrive of this.heldUp.splice(0)) arrive();
    this.late = false;
  }

  private change(sessionId: number, to: Partial<Session>): void {
    const session = this.records.get(sessionId);
    if (session !== undefined) this.records.set(sessionId, { ...session, ...to });
  }

  private obey({ kind, nas: at, acctSessionId, holdSeconds }: Order): boolean {
    const session = this.real.find(
      (one) => one.open && one.nas === at && one.acctSessionId === acctSessionId,
    );
    if (session === undefined) return false;
    session.held =
      kind === 'release' ? null : { since: this.now, until: this.now + Math.min(holdSeconds * 1_000, DAY) };
    return true;
  }

  /** As the worker does: look, and where there is something, one turn; until there is nothing. */
  private async rest(): Promise<void> {
    const sessionsOf = (): readonly Session[] => [...this.records.values()];
    for (let looks = 0; !this.over; looks++) {
      const at = new Date(this.now);
      const { confine, release } = this.garden.look([this.stay], sessionsOf, this.stopped, at);
      if (confine.length + release.length === 0) break;
      expect(looks).toBeLessThan(MOST_LOOKS);
      const turns = await this.garden.plan(TX, [this.stay], sessionsOf, this.stopped, at);
      const answered = [];
      for (const turn of turns)
        answered.push({
          turn,
          outcomes: await Promise.all(turn.orders.map(({ order }) => this.send(order))),
        });
      await this.garden.settle(TX, answered, at);
    }
    this.atRest();
  }

  private judgeOrder(order: Order): void {
    expect(Object.keys(order).sort()).toEqual([
      'acctSessionId', 'holdSeconds', 'holder', 'kind', 'nas', 'profile',
    ]); // prettier-ignore
    if (order.kind === 'release') return;
    const named = [...this.records.values()].filter(
      (one) => one.nas === order.nas && one.acctSessionId === order.acctSessionId,
    );
    expect(named.map((one) => one.service)).toContain('internet');
    expect(this.stay.desired).toBe('confined');
    expect(NAS[order.nas as NasName].expiry).toBe(true);
    expect(this.now + order.holdSeconds * 1_000).toBeLessThanOrEqual(ENDS);
    expect(order.holdSeconds).toBeLessThanOrEqual(86_400);
    if (this.stopped) expect(this.stay.confirmedAt).not.toBeNull();
  }

  /** What must be so at every instant, whoever works. */
  private check(): void {
    for (const { nas: at, acctSessionId, held } of this.held()) {
      const fresh = this.orders.some(
        (one) =>
          one.kind === 'confine' &&
          one.nas === at &&
          one.acctSessionId === acctSessionId &&
          one.at === held?.since &&
          this.now - one.at < DAY,
      );
      expect(fresh).toBe(true);
      expect(this.now).toBeLessThan(ENDS);
    }
  }

  /** What must be so once nothing is left to do at an instant. */
  private atRest(): void {
    this.check();
    if (this.over) {
      expect(this.stay.dueAt).toBeNull();
      return;
    }
    expect(this.stay.dueAt?.getTime()).toBeGreaterThan(this.now);
    if (this.stay.confirmedAt === null && this.now >= START + HOUR) expect(this.stay.desired).toBe('open');
    if (this.now >= ENDS) expect(this.stay.desired).toBe('open');
    const able = [...this.records.values()].filter(
      (one) => one.service === 'internet' && NAS[one.nas as NasName].expiry,
    );
    const holdOf = (session: Session): Hold | undefined =>
      this.stay.holds.find((hold) => hold.sessionId === session.sessionId);
    if (this.stay.state === 'accepted' || this.stay.state === 'active') {
      const holds = able.map(holdOf).filter((hold) => hold?.state !== 'refused' && hold?.cause !== 503);
      expect(holds.length).toBeGreaterThan(0);
      for (const hold of holds) expect(hold?.state).toMatch(/^(accepted|active)$/);
    }
    if (this.stay.state === 'active')
      for (const session of able) {
        if (holdOf(session)?.state !== 'active') continue;
        expect(session.profile).toBe(PROFILE);
        const began = this.known.get(session.sessionId)?.began ?? Infinity;
        expect(session.profileAt?.getTime()).toBeGreaterThan(began);
      }
  }

  /** Of every order that leaves. */
  ordered(hold: Hold, before: Hold | undefined): void {
    const stood = before?.state === 'accepted' || before?.state === 'active';
    if (!stood && !this.isProven(before)) this.known.set(hold.sessionId, { began: this.now });
  }

  /** Nobody answered, and a record newer than the order says that it is obeyed: what is ordered now renews it. */
  private isProven(before: Hold | undefined): boolean {
    if (before?.state !== 'asked' && before?.state !== 'unknown') return false;
    const session = this.records.get(before.sessionId);
    const isHeld = before.heldUntil !== null && before.heldUntil.getTime() > this.now;
    const { readback } = NAS[before.nas as NasName];
    return (
      isHeld &&
      readback &&
      session?.profile === PROFILE &&
      (session.profileAt?.getTime() ?? 0) > before.askedAt.getTime()
    );
  }

  ended(holds: readonly Hold[]): void {
    const ids = new Set(holds.map((hold) => hold.sessionId));
    expect(this.held().filter((session) => ids.has(session.sessionId))).toEqual([]);
    expect(this.held()).toEqual([]);
  }
}

const TX = {} as Tx;

/** The tables as one row, written as the statements of the repository write them. */
class MemoryStays extends ConfinementRepository {
  over = false;
  stay: OpenStay = {
    id: 1,
    lineId: 1,
    caseId: 1,
    desired: 'confined',
    profile: 'leaky',
    state: 'requested',
    askedAt: new Date(START),
    endsAt: new Date(ENDS),
    holdSeconds: 86_400,
    confirmedAt: null,
    releaseWantedAt: null,
    tenureId: 1,
    dueAt: new Date(START),
    holds: [],
  };

  constructor(private readonly world: World) {
    super();
  }

  override async ordered(
    _: Tx,
    given: readonly { readonly id: number; readonly holds: readonly Hold[] }[],
  ): Promise<void> {
    for (const { holds } of given) {
      for (const hold of holds)
        this.world.ordered(
          hold,
          this.stay.holds.find((before) => before.sessionId === hold.sessionId),
        );
      this.keep(holds);
    }
    return Promise.resolve();
  }

  override async write(_: Tx, updates: readonly StayUpdate[], now: Date): Promise<Written[]> {
    for (const { holds, judgedAs, state, over, openWhy, confirmed, dueAt } of updates) {
      expect(judgedAs).toBe(this.stay.desired);
      expect(over || (dueAt !== null && dueAt >= now)).toBe(true);
      this.keep(holds);
      this.stay = {
        ...this.stay,
        state,
        dueAt: over ? null : dueAt,
        desired: openWhy === null ? this.stay.desired : 'open',
        confirmedAt: this.stay.confirmedAt ?? (confirmed ? now : null),
      };
      this.over = over;
      if (over) this.world.ended(holds);
    }
    return Promise.resolve([]);
  }

  letOut(): void {
    if (this.stay.desired === 'open') return;
    this.stay = { ...this.stay, desired: 'open', state: 'releasing', dueAt: new Date(this.world.now) };
  }

  private keep(holds: readonly Hold[]): void {
    const ids = new Set(holds.map((hold) => hold.sessionId));
    const others = this.stay.holds.filter((hold) => !ids.has(hold.sessionId));
    this.stay = { ...this.stay, holds: [...others, ...holds] };
  }
}

const RUNS = { numRuns: 1_000 };

describe('a stay in the garden, whatever happens', { timeout: 120_000 }, () => {
  it('is active by a record that is older than its renewal, but newer than the order that nobody answered', async () => {
    const world = new World();
    await world.play([
      ['start', 'internet', 'south', 2],
      ['start', 'internet', 'north', 1],
      ['nas', 'north', 'mute'],
      ['work', 0],
      ['nobody works', 13 * 60],
      ['nas', 'north', 'willing'],
      ['interim', 1],
      ['stop', 0],
      ['work', 0],
    ]);
    expect(world.stay.state).toBe('active');
  });

  it('ends as soon as the network answers, once somebody opened it', async () => {
    await fc.assert(
      fc.asyncProperty(histories, histories, async (before, after) => {
        const world = new World();
        await world.play(before);
        await world.open();
        await world.play(after);
        await world.calm();
        expect(world.held()).toEqual([]);
        expect(world.over).toBe(true);
      }),
      RUNS,
    );
  });

  it('holds nobody a day later, though no NAS ever answers again, or nobody works', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.boolean(), async (history, worked) => {
        const world = new World();
        await world.play(history);
        for (const name of ['north', 'south', 'endless'] as const) world.moods.set(name, 'deaf');
        if (worked) {
          await world.open();
          await world.work(24 * 60);
          expect(world.over).toBe(true);
        } else world.now += DAY;
        expect(world.held()).toEqual([]);
      }),
      RUNS,
    );
  });

  it('holds nothing but the internet sessions that the records give to the line', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const world = new World();
        await world.play(history);
        await world.calm();
        const own = [...world.records.values()].filter((one) => one.service === 'internet');
        expect(own.map((one) => one.sessionId)).toEqual(
          expect.arrayContaining(world.held().map((one) => one.sessionId)),
        );
        if (world.over || world.stay.desired === 'open') expect(world.held()).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is over when its days are', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const world = new World();
        await world.play(history);
        await world.calm();
        if (world.now < ENDS) await world.work((ENDS - world.now) / MINUTE);
        expect(world.over).toBe(true);
        expect(world.held()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
