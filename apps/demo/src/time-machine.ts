import { Refused } from '@lazaret/kernel';

import { DAY, HOUR, MINUTE } from './calendar.js';
import type { Conductor } from './conductor.js';

/** Where the advance of the clock stands. */
export interface Advancing {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** After something was asked of the network by hand, time goes on so far that its answers are in the books. */
const A_MOMENT = 15_000;
const LONGEST = 8 * 7 * DAY;
const SPANS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** `1d`, `6h`, `30m`, `4w`; 8 weeks at most. @throws Refused */
export function readSpan(text: string): number {
  const [, count, unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const span = Number(count) * (SPANS[unit] ?? 0);
  if (span > 0 && span <= LONGEST) return span;
  throw new Refused('not a span of time', {
    problems: [{ at: 'for', message: 'write 30m, 6h, 1d or 4w; at most 8w at a time' }],
  });
}

/** Moves the demo's clock when somebody wants it, one wish after the other. */
export class TimeMachine {
  #under: Promise<unknown> = Promise.resolve();
  #advancing: Advancing | null = null;
  #nudged = false;
  /** Why the last advance broke off; null when it did not. */
  trouble: string | null = null;

  constructor(
    private readonly conductor: Conductor,
    /** Keeps the world, after each stop. */
    private readonly keep: () => Promise<void>,
  ) {}

  /** Null while the clock stands still. */
  get advancing(): Advancing | null {
    return this.#advancing;
  }

  /** @throws Refused while it is still advancing @param onStop told each instant at which everything came to rest */
  async advanceBy(span: number, onStop?: (at: number) => void): Promise<number> {
    if (this.#advancing !== null)
      throw new Refused('the clock is advancing already; wait until it stands still');
    return this.#turn(async () => this.#advance((await this.conductor.now()) + span, onStop));
  }

  /** Until an instant; nothing happens when the clock stands there, or later, already. */
  async advanceTo(to: number, onStop?: (at: number) => void): Promise<void> {
    await this.#turn(async () => {
      if ((await this.conductor.now()) < to) await this.#advance(to, onStop);
    });
  }

  /** Something was asked by hand while the clock stood still: a little later it is in the books. */
  nudge(): void {
    if (this.#advancing !== null || this.#nudged) return;
    this.#nudged = true;
    void this.#turn(async () => {
      this.#nudged = false;
      await this.#advance((await this.conductor.now()) + A_MOMENT);
    }).catch(() => undefined);
  }

  async #advance(to: number, onStop?: (at: number) => void): Promise<number> {
    const from = await this.conductor.now();
    this.#advancing = { from, to, at: from };
    this.trouble = null;
    try {
      await this.conductor.advance(to, async (at) => {
        this.#advancing = { from, to, at };
        await this.keep();
        onStop?.(at);
      });
      return to;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#advancing = null;
    }
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#under.catch(() => undefined).then(work);
    this.#under = turn;
    return turn;
  }
}
