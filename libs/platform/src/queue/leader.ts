import type pg from 'pg';

import { only, type Tx } from '../postgres/database.js';
import { StandingSession } from './standing-session.js';

// Two numbers make an advisory lock. The first is ours, so that leading and taking a turn may share the second.
const LEAD = 7_255_202;
const TURN = 7_255_203;

/**
 * Campaigns for an advisory lock on a session of its own, so that of all processes one leads. When the leader or its
 * connection dies, another takes over within about a second.
 *
 * Between a cut connection and its discovery two may think they lead. What must be exact takes `takeTurn` in its
 * transaction as well: the leader saves vain work, the turn is the law.
 */
export class Leader {
  readonly #session: StandingSession;
  readonly #followers = new Set<() => void>();
  #leads = false;

  constructor(options: {
    readonly url: string;
    /** A number for each thing to lead. */
    readonly key: number;
    readonly onError: (name: string, error: unknown) => void;
    readonly beatMs?: number;
  }) {
    const campaign = (client: pg.Client): Promise<void> => this.#campaign(client, options.key);
    this.#session = new StandingSession({
      url: options.url,
      name: `leader ${options.key}`,
      onError: options.onError,
      up: campaign,
      beat: campaign,
      down: () => (this.#leads = false),
      beatMs: options.beatMs ?? 1_000,
    });
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Calls `gained` whenever the lead is gained; usually a loop's `wake`. */
  onGain(gained: () => void): void {
    this.#followers.add(gained);
  }

  start(): void {
    this.#session.start();
  }

  /** Gives the lead away at once. */
  async stop(): Promise<void> {
    await this.#session.stop();
  }

  async #campaign(client: pg.Client, key: number): Promise<void> {
    // To take a lock that this session holds would only count it up; being answered is enough then.
    if (this.#leads) {
      await client.query('select 1');
      return;
    }
    const { rows } = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1, $2) as won', [
      LEAD,
      key,
    ]);
    this.#leads = only(rows).won;
    if (this.#leads) this.#followers.forEach((gained) => gained());
  }
}

/**
 * True when this transaction, and no other, now has the turn of that number; it is given back at its end. Exact:
 * whoever writes under it writes alone.
 */
export async function takeTurn(tx: Tx, key: number): Promise<boolean> {
  const rows = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1, $2) as mine', [
    TURN,
    key,
  ]);
  return only(rows).mine;
}
