import { Clock, Refused, type Instant } from '@lazaret/kernel';

import { only, type Database } from '../postgres/database.js';
import type { Listener } from '../queue/listener.js';
import { Loop } from '../queue/loop.js';

/** NOTIFY channel: the clock was set. */
const CLOCK_CHANNEL = 'clock';

/** The row's time; null while the clock is real. */
export async function readClock(database: Database): Promise<Instant | null> {
  return only(await database.query<{ at: Instant | null }>('select at from platform.clock')).at;
}

/**
 * Stops the domain's time at `at` and tells every process; null makes it real again.
 * @throws Refused when a stopped clock would go backwards: what was decided would be undone by nobody.
 */
export async function setClock(database: Database, at: Instant | null): Promise<void> {
  const set = await database.run((tx) =>
    tx.query(
      `update platform.clock set at = $1
       where at is null or $1::timestamptz is null or at <= $1 returning pg_notify($2, '')`,
      [at, CLOCK_CHANNEL],
    ),
  );
  if (set.length === 0) throw new Refused(`the clock cannot go back to ${at?.toISOString()}`);
}

/** Domain time: the one row all processes share when it is set, else the time of the machine. */
export class DomainClock extends Clock {
  #at: Instant | null = null;
  readonly #loop: Loop;
  readonly #forget: () => void;
  readonly #told = new Set<() => void>();

  private constructor(
    database: Database,
    listener: Listener,
    onError: (name: string, error: unknown) => void,
  ) {
    super();
    this.#loop = new Loop({
      name: 'clock',
      onError,
      run: async () => {
        const at = await readClock(database);
        const moved = at?.getTime() !== this.#at?.getTime();
        this.#at = at;
        if (moved) for (const tell of this.#told) tell();
        return false;
      },
      // News come by NOTIFY; the poll is for the day that none arrives.
      pollMs: 5_000,
      backoffMs: [200, 2_000],
    });
    this.#forget = listener.on(CLOCK_CHANNEL, () => this.#loop.wake());
  }

  /** A clock that is right from the first look on. The caller starts the listener. @throws Unavailable */
  static async follow(options: {
    readonly database: Database;
    readonly listener: Listener;
    readonly onError: (name: string, error: unknown) => void;
  }): Promise<DomainClock> {
    const at = await readClock(options.database);
    const clock = new DomainClock(options.database, options.listener, options.onError);
    clock.#at = at;
    clock.#loop.start();
    return clock;
  }

  override now(): Instant {
    return this.#at ?? new Date();
  }

  /** Told whenever it was set: what waits for its time may be due now. */
  onSet(tell: () => void): void {
    this.#told.add(tell);
  }

  async stop(): Promise<void> {
    this.#told.clear();
    this.#forget();
    await this.#loop.stop();
  }
}
