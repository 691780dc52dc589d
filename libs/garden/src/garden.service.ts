import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { chooseBng } from './choose-bng.js';
import { chooseOrders, type Situation } from './choose-orders.js';
import type { Opener } from './confinement.entity.js';
import {
  ConfinementRepository,
  type Asked,
  type HeldNow,
  type Opened,
  type OpenStay,
  type WhichStays,
  type Written,
} from './confinement.repository.js';
import {
  Enforcer,
  LEAVES_WITHIN_SECONDS,
  ON_THE_WAY_SECONDS,
  type Order,
  type OrderOutcome,
} from './enforcer.js';
import { GardenMetrics } from './garden.metrics.js';
import {
  GardenFactsView,
  LOOK_BACK_DAYS,
  type GardenFacts,
  type SpentConfinement,
  type Span,
} from './garden-facts.view.js';
import { judgeStay } from './judge-stay.js';
import { learn } from './learn.js';
import type { Hold, Session } from './stay.js';
import { SwitchBoard } from './switches.file.js';
import { covers, isStopped } from './switches.js';
import { giveOrder, takeAnswer, type Before, type Given } from './take-answer.js';

/** An order that is about to leave for the network. */
export interface OrderOut {
  readonly order: Order;
  readonly before: Before;
  readonly asked: Hold;
  readonly given: Given;
}

/** A stay somebody is at, and what to tell the network about it. */
export interface Turn {
  readonly situation: Situation;
  readonly stay: OpenStay;
  readonly orders: readonly OrderOut[];
}

/** A turn and its answers, in the order of its orders. */
export interface Answered {
  readonly turn: Turn;
  readonly outcomes: readonly OrderOutcome[];
}

/** The line's open sessions, of whatever service. */
export type SessionsOf = (lineId: number) => readonly Session[];

/** Stays that need a word with the network. */
export interface ToDo {
  readonly confine: readonly number[];
  readonly release: readonly number[];
}

/** Rows read at a time. With default caps there are some hundreds stays. */
const PAGE = 2_000;
/** Longer than an order can be on its way, in real milliseconds. */
const CLAIM_MS = 120_000;
const DAY_MS = 86_400_000;
const NOT_SENT: OrderOutcome = { kind: 'busy', cause: null };

/** One desired state a line, brought about by orders to the network and compared with what it says. */
@Injectable()
export class GardenService {
  constructor(
    private readonly stays: ConfinementRepository,
    private readonly view: GardenFactsView,
    private readonly enforcer: Enforcer,
    private readonly switches: SwitchBoard,
    private readonly metrics: GardenMetrics,
  ) {}

  /** Is there a network that could confine at all, and has nobody stopped it by hand? */
  async readiness(): Promise<{ readonly available: boolean; readonly stopped: boolean }> {
    return { available: this.enforcer.connected, stopped: isStopped(await this.switches.read()) };
  }

  /** What policy knows of lines; every line asked for has an answer. */
  async facts(tx: Tx, lineIds: readonly number[], now: Instant): Promise<Map<number, GardenFacts>> {
    return this.view.of(tx, lineIds, now);
  }

  /** The confinements of the last 24 hours, in the whole network: what the caps count. */
  async spent(tx: Tx, now: Instant): Promise<SpentConfinement[]> {
    return this.view.spent(tx, now);
  }

  /** When lines may have been held, as far as that reaches into `[from, to)`. Lines that were not are missing. */
  async confinedDays(
    tx: Tx,
    lineIds: readonly number[],
    from: Instant,
    to: Instant,
  ): Promise<Map<number, readonly Span[]>> {
    return this.view.heldDuring(tx, lineIds, from, to);
  }

  /** Behind which BNG a line would be held now, for the caps. @param directory the NAS the directory has for it */
  bngOf(sessions: readonly Session[], directory: string | null): string {
    return chooseBng(sessions, directory, this.capabilityOf);
  }

  /** Lines are to be put into the garden. One that is there, or on its way out, is left as it is. Answers the new stays. */
  async confine(tx: Tx, asked: readonly Asked[], now: Instant): Promise<number[]> {
    return asked.length === 0 ? [] : this.stays.add(tx, asked, now);
  }

  /** Lines are to be let out, whoever wants it. Answers the stays that this ends. */
  async open(tx: Tx, which: WhichStays, why: string, by: Opener, now: Instant): Promise<Opened[]> {
    const opened = await this.stays.open(tx, which, why, by, now);
    for (const _ of opened) this.metrics.opened.inc({ why, by });
    return opened;
  }

  /** The subscriber asks to be let out, and a person is to look at it. Answers whether there is somebody to let out. */
  async want(tx: Tx, lineId: number, why: 'cleaned' | 'not-me', now: Instant): Promise<boolean> {
    return this.stays.want(tx, lineId, why, now);
  }

  /** Stays of lines that are to be held, also those that a worker is at. */
  async confined(tx: Tx): Promise<Opened[]> {
    return everyPage((after) => this.stays.confined(tx, after, PAGE));
  }

  /** Stays that are not over and that no worker is at: the first of them behind the stay `after`, until none is left. */
  async all(tx: Tx, after = 0): Promise<OpenStay[]> {
    return this.stays.all(tx, after, PAGE);
  }

  /** Which of these stays are due, or differ from what the accounting says. Changes nothing. */
  look(stays: readonly OpenStay[], sessionsOf: SessionsOf, stopped: boolean, now: Instant): ToDo {
    const todo = stays.filter((stay) => {
      if (stay.dueAt !== null && stay.dueAt <= now) return true;
      const situation = this.situation(stay, sessionsOf, stopped, now);
      const judged = judgeStay(situation, this.capabilityOf, now);
      return (
        judged.over ||
        judged.state !== stay.state ||
        chooseOrders(situation, this.capabilityOf, now).length > 0
      );
    });
    const idsOf = (desired: OpenStay['desired']): number[] =>
      todo.filter((stay) => stay.desired === desired).map((stay) => stay.id);
    return { confine: idsOf('confined'), release: idsOf('open') };
  }

  /** Lets out whom a person let out by hand with nothing but the switch. Answers the stays that this ends. */
  async obey(tx: Tx, stays: readonly OpenStay[], sessionsOf: SessionsOf, now: Instant): Promise<Opened[]> {
    const { releaseAll } = await this.switches.read();
    const ids = stays
      .filter(({ desired, holds, lineId }) =>
        releaseAll.some(
          ({ scope }) =>
            desired === 'confined' &&
            (scope === 'all' ||
              [...holds, ...sessionsOf(lineId)].some(({ nas }) => covers(scope, this.capabilityOf(nas)))),
        ),
      )
      .map((stay) => stay.id);
    return ids.length === 0 ? [] : this.open(tx, { ids }, 'release-all', 'switch', now);
  }

  /**
   * Gives an order to the network, unless somebody has let everybody out there since it was written down, or so much time
   * has passed since that another worker may be at the stay: then nothing is sent. Letting out is never held back.
   * @param claimedAt of the clock `performance.now()`
   */
  async send(order: Order, confirmed: boolean, claimedAt: number): Promise<OrderOutcome> {
    if (order.kind === 'release') return this.enforcer.send(order);
    const switches = await this.switches.read();
    const there = this.capabilityOf(order.nas);
    const out = switches.releaseAll.some(({ scope }) => covers(scope, there));
    const late = performance.now() - claimedAt > LEAVES_WITHIN_SECONDS * 1_000;
    return out || late || (isStopped(switches) && !confirmed) ? NOT_SENT : this.enforcer.send(order);
  }

  /** Takes stays; nobody else is at them until they are settled or two minutes have passed. */
  async claim(tx: Tx, ids: readonly number[]): Promise<OpenStay[]> {
    return this.stays.claim(tx, ids, CLAIM_MS);
  }

  /**
   * What to tell the network about claimed stays, written down before it is told.
   * @param only what to say now, where not everything can be
   */
  async plan(
    tx: Tx,
    claimed: readonly OpenStay[],
    sessionsOf: SessionsOf,
    stopped: boolean,
    now: Instant,
    only?: Order['kind'],
  ): Promise<Turn[]> {
    const turns = claimed.map((stay) =>
      this.turn(stay, this.situation(stay, sessionsOf, stopped, now), now, only),
    );
    await this.stays.ordered(
      tx,
      turns.map(({ stay, orders }) => ({ id: stay.id, holds: orders.map(({ asked }) => asked) })),
    );
    return turns;
  }

  /** What became of orders and stays. Answers every stay that was settled, whether it changed or not. */
  async settle(tx: Tx, answered: readonly Answered[], now: Instant): Promise<Written[]> {
    const updates = answered.map(({ turn, outcomes }) => {
      const { stay, situation } = turn;
      const answers = turn.orders.map(({ order, before, asked, given }, n) => {
        const outcome = outcomes[n] ?? { kind: 'unknown' };
        this.metrics.orders.inc({ kind: order.kind, outcome: outcome.kind });
        return takeAnswer(before, asked, given, outcome, now);
      });
      const holds = [
        ...situation.holds.filter((hold) => !answers.some((a) => a.sessionId === hold.sessionId)),
        ...answers,
      ];
      const confirmed = holds.some(({ state }) => state === 'accepted' || state === 'active');
      const confirmedAt = stay.confirmedAt ?? (confirmed ? now : null);
      const judged = judgeStay(
        { ...situation, stay: { ...situation.stay, confirmedAt }, holds },
        this.capabilityOf,
        now,
      );
      const { state, over, giveUp, dueAt } = judged;
      return { id: stay.id, judgedAs: stay.desired, state, over, openWhy: giveUp, confirmed, dueAt, holds };
    });
    const written = await this.stays.write(tx, updates, now);
    for (const { from, state } of written) if (from !== state) this.metrics.states.inc({ state });
    return written;
  }

  /**
   * Everything that may be held in the network now, for the list that works without us; it is to be written before the
   * transaction ends, so that of two the newer one stays.
   */
  async held(tx: Tx, now: Instant): Promise<HeldNow[]> {
    return everyPage((after) => this.stays.held(tx, now, after, PAGE));
  }

  /** When the network must be spoken to next; null when nobody is held. */
  async nextDue(tx: Tx): Promise<Instant | null> {
    return this.stays.nextDue(tx);
  }

  /** Since when the longest release has been waiting for the network's word; null when none is. */
  async oldestRelease(tx: Tx): Promise<Instant | null> {
    return this.stays.oldestRelease(tx);
  }

  /** Forgets stays that have been over for longer than any rule looks back, up to `limit` of them. Answers how many. */
  async forget(tx: Tx, now: Instant, limit: number): Promise<number> {
    return this.stays.forget(tx, new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS), limit);
  }

  private readonly capabilityOf = (nas: string): ReturnType<Enforcer['capability']> =>
    this.enforcer.capability(nas);

  private situation(stay: OpenStay, sessionsOf: SessionsOf, stopped: boolean, now: Instant): Situation {
    const sessions = sessionsOf(stay.lineId);
    return { stay, sessions, stopped, holds: learn(stay, stay.holds, sessions, this.capabilityOf, now) };
  }

  private turn(stay: OpenStay, situation: Situation, now: Instant, only?: Order['kind']): Turn {
    const byId = new Map(situation.holds.map((hold) => [hold.sessionId, hold]));
    const chosen = chooseOrders(situation, this.capabilityOf, now);
    const orders = chosen
      .filter(({ kind }) => only === undefined || kind === only)
      .map((wanted): OrderOut => {
        const { sessionId, nas, acctSessionId, holder } = wanted.session;
        const before = byId.get(sessionId) ?? { sessionId, nas, acctSessionId };
        const given = { kind: wanted.kind, holdSeconds: wanted.kind === 'confine' ? wanted.holdSeconds : 0 };
        const holdSeconds = Math.max(0, given.holdSeconds - ON_THE_WAY_SECONDS);
        const order = { kind: wanted.kind, nas, acctSessionId, holder, profile: stay.profile, holdSeconds };
        return { order, before, asked: giveOrder(before, given, now), given };
      });
    return { stay, situation, orders };
  }
}

/** @param page rows behind the one of that id, in the order of their ids; fewer than a page when they are the last */
async function everyPage<Row extends { readonly id: number }>(
  page: (after: number) => Promise<Row[]>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const rows = await page(all.at(-1)?.id ?? 0);
    for (const row of rows) all.push(row);
    if (rows.length < PAGE) return all;
  }
}
