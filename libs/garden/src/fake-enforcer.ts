import type { Clock, GardenProfile, Instant } from '@lazaret/kernel';

import { Enforcer, type Order, type OrderOutcome } from './enforcer.js';
import type { Capability } from './stay.js';

interface Held {
  readonly nas: string;
  readonly profile: GardenProfile;
  readonly until: Instant | null;
}

/** How a session is answered: by an outcome that changes nothing, or by silence though the order was obeyed. */
export type FakeAnswer = Exclude<OrderOutcome, { kind: 'accepted' }> | { readonly kind: 'obeys-silently' };

/** A network that behaves: it holds what it was told to hold, for as long as it was told, by the clock it was given. */
export class FakeEnforcer extends Enforcer {
  override connected = true;
  /** Every order, in the order they came, whatever became of it. */
  readonly orders: Order[] = [];
  private readonly nas = new Map<string, Omit<Capability, 'profileName'>>();
  private readonly holds = new Map<string, Held>();
  private readonly answers = new Map<string, FakeAnswer>();
  private closed = false;

  /** @param nas the names it knows, each with expiry and read-back */
  constructor(
    private readonly clock: Clock,
    ...nas: readonly string[]
  ) {
    super();
    for (const name of nas) this.add(name);
  }

  /** Adds a NAS, or changes what it can do. */
  add(nas: string, can: Partial<Omit<Capability, 'profileName'>> = {}): void {
    this.nas.set(nas, { key: nas, expiry: true, readback: true, region: null, ...can });
  }

  /** From now on the session, or every session of the NAS, is answered like that; with null it behaves again. */
  answer(sessionOrNas: string, answer: FakeAnswer | null): void {
    if (answer === null) this.answers.delete(sessionOrNas);
    else this.answers.set(sessionOrNas, answer);
  }

  /** The customer hangs up, or the NAS forgets: nothing is held any more. */
  end(acctSessionId: string): void {
    this.holds.delete(acctSessionId);
  }

  /** What the network holds the session to now. */
  held(acctSessionId: string): GardenProfile | null {
    const hold = this.holds.get(acctSessionId);
    if (hold === undefined || (hold.until !== null && hold.until <= this.clock.now())) return null;
    return hold.profile;
  }

  /** Until when it holds the session at most; null when it does not hold it, or holds it for ever. */
  heldUntil(acctSessionId: string): Instant | null {
    return this.held(acctSessionId) === null ? null : (this.holds.get(acctSessionId)?.until ?? null);
  }

  /** What its accounting would name for the session: '' when it holds nothing. */
  profileOf(acctSessionId: string): string {
    const held = this.held(acctSessionId);
    return held === null ? '' : profileName(held);
  }

  override capability(nas: string): Capability | null {
    const can = this.nas.get(nas);
    return can === undefined ? null : { ...can, profileName };
  }

  override async send(order: Order): Promise<OrderOutcome> {
    if (this.closed) return { kind: 'busy', cause: null };
    this.orders.push(order);
    const can = this.nas.get(order.nas);
    if (can === undefined) return { kind: 'refused', cause: null };
    const answer = this.answers.get(order.acctSessionId) ?? this.answers.get(order.nas);
    if (answer !== undefined && answer.kind !== 'obeys-silently') return answer;
    this.obey(order, can.expiry);
    return { kind: answer === undefined ? 'accepted' : 'unknown' };
  }

  override async close(): Promise<void> {
    this.closed = true;
  }

  private obey({ kind, nas, acctSessionId, profile, holdSeconds }: Order, expiry: boolean): void {
    if (kind === 'release') this.holds.delete(acctSessionId);
    else {
      const until = expiry ? new Date(this.clock.now().getTime() + holdSeconds * 1_000) : null;
      this.holds.set(acctSessionId, { nas, profile, until });
    }
  }
}

function profileName(profile: GardenProfile): string {
  return `lazaret-${profile}`;
}
