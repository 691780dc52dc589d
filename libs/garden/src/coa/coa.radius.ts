import { randomInt } from 'node:crypto';

import { Refused } from '@lazaret/kernel';
import { CODE, encodeRequest } from '@lazaret/radius';

import { Enforcer, TURN_WITHIN_SECONDS, type Order, type OrderOutcome } from '../enforcer.js';
import { capabilityOf, type Nas, type NasList } from '../nas.config.js';
import type { Capability } from '../stay.js';
import { Identifiers, REST_MS, type Place } from './choose-identifier.js';
import type { CoaMetrics } from './coa.metrics.js';
import { composeOrder } from './compose-order.js';
import { judgeAnswer } from './judge-answer.js';
import { Lane } from './lane.js';
import { SourcePort } from './source-port.radius.js';
import { waits } from './wait-for-answer.js';

/** 64 source ports carry 54 orders a second to one NAS for ever (RFC 5176 §6.3). */
const MOST_PORTS = 64;
const SWEEP_MS = 60_000;

const NOT_SENT: OrderOutcome = { kind: 'busy', cause: null };
const NO_WAY: OrderOutcome = { kind: 'refused', cause: null };

/** The way to one NAS. */
interface Road {
  readonly lane: Lane;
  readonly identifiers: Identifiers;
}

/**
 * Confines and releases by CoA-Request over UDP (RFC 5176). A request that is not answered goes out again, octet for
 * octet; when it is never answered the outcome is `unknown`.
 */
export class CoaEnforcer extends Enforcer {
  private readonly roads = new Map<string, Road>();
  private readonly ports = new Map<string, Promise<SourcePort>>();
  private readonly firsts = Array.from({ length: MOST_PORTS }, () => randomInt(256));
  private readonly sweep: NodeJS.Timeout;
  private closed = false;

  constructor(
    private readonly list: NasList,
    private readonly metrics: CoaMetrics,
    /** How long an order waits for its turn at a NAS. */
    private readonly patienceMs = TURN_WITHIN_SECONDS * 1_000,
  ) {
    super();
    this.sweep = setInterval(() => void this.closeIdle(), SWEEP_MS).unref();
  }

  override get connected(): boolean {
    return this.list.all.length > 0;
  }

  override capability(nas: string): Capability | null {
    const entry = this.list.find(nas);
    return entry === undefined ? null : capabilityOf(entry);
  }

  override async send(order: Order): Promise<OrderOutcome> {
    const began = performance.now();
    const entry = this.list.find(order.nas);
    const outcome = entry === undefined ? NO_WAY : await this.takeTurn(entry, order);
    this.metrics.orders.inc({ nas: entry?.key ?? 'none', kind: order.kind, outcome: outcome.kind });
    this.metrics.seconds.observe((performance.now() - began) / 1_000);
    return outcome;
  }

  override async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.sweep);
    for (const { lane } of this.roads.values()) lane.close();
    for (const port of await Promise.allSettled(this.ports.values()))
      if (port.status === 'fulfilled') port.value.close();
    this.ports.clear();
  }

  /** A port that rested as long as its identifiers may be closed: should the system give it out again, none repeats. */
  async closeIdle(now: number = performance.now()): Promise<number> {
    const open = await Promise.allSettled(
      [...this.ports].map(async ([key, port]) => ({ key, port: await port })),
    );
    const idle = open.flatMap((o) =>
      o.status === 'fulfilled' && o.value.port.idleAt(now) > REST_MS ? [o.value] : [],
    );
    for (const { key, port } of idle) {
      port.close();
      this.ports.delete(key);
    }
    return idle.length;
  }

  private async takeTurn(entry: Nas, order: Order): Promise<OrderOutcome> {
    const { lane, identifiers } = this.roadTo(entry);
    if (!(await lane.enter(this.patienceMs))) return NOT_SENT;
    try {
      const place = identifiers.choose(performance.now());
      if (place === null) return NOT_SENT;
      try {
        return await this.tell(entry, order, place);
      } finally {
        identifiers.giveBack(place, performance.now());
      }
    } finally {
      lane.leave();
    }
  }

  private async tell(entry: Nas, order: Order, place: Place): Promise<OrderOutcome> {
    const bytes = compose(order, entry, place.identifier);
    if (bytes === undefined) return NO_WAY;
    const port = await this.portFor(entry, place);
    if (port === undefined || port.isClosed) return NOT_SENT;
    const answer = await port.exchange(
      bytes,
      entry,
      waits(entry.timeout * 1_000, entry.tries, Math.random),
      (error, again) => {
        const event = error !== null ? 'not-sent' : again ? 'sent-again' : 'sent';
        this.metrics.packets.inc({ nas: entry.key, event });
      },
    );
    return answer === null ? { kind: 'unknown' } : judgeAnswer(answer);
  }

  private roadTo(entry: Nas): Road {
    let road = this.roads.get(entry.key);
    if (road === undefined) {
      const identifiers = new Identifiers(MOST_PORTS, (port) => this.firsts[port] ?? 0);
      road = { lane: new Lane(entry.concurrency), identifiers };
      this.roads.set(entry.key, road);
    }
    return road;
  }

  private async portFor({ address }: Nas, { port }: Place): Promise<SourcePort | undefined> {
    if (this.closed) return undefined;
    const key = `${address.family} ${port}`;
    let open = this.ports.get(key);
    if (open === undefined) {
      open = SourcePort.open(address.family, {
        dropped: (reason) => this.metrics.dropped.inc({ reason }),
        broke: () => this.ports.delete(key),
      });
      this.ports.set(key, open);
    }
    try {
      return await open;
    } catch {
      // No socket to be had now; the next order tries again.
      this.ports.delete(key);
      return undefined;
    }
  }
}

/** @returns undefined when the order does not fit into a packet: no try will change that */
function compose(order: Order, entry: Nas, identifier: number): Uint8Array | undefined {
  try {
    const attributes = composeOrder(order, entry, new Date());
    return encodeRequest({ code: CODE.coaRequest, identifier, attributes }, entry.secret);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
