import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

import { Unavailable } from '@lazaret/kernel';

import { Loop } from './loop.js';

export interface StandingSessionOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity` and told to `onError`. */
  readonly name: string;
  readonly onError: (name: string, error: unknown) => void;
  /** Called on every new session. */
  readonly up: (client: pg.Client) => Promise<void>;
  /** Called every `beatMs` on the living session; a throw ends it. */
  readonly beat: (client: pg.Client) => Promise<unknown>;
  /** The session is no more. */
  readonly down: () => void;
  readonly beatMs: number;
}

const CALL_MS = 10_000;
// PostgreSQL notices a vanished machine within half a minute, instead of after two hours.
const SERVER = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** One session with PostgreSQL outside every pool, made again whenever it is lost: for LISTEN. */
export class StandingSession {
  readonly #loop: Loop;

  constructor(private readonly options: StandingSessionOptions) {
    const { name, onError } = options;
    this.#loop = new Loop({
      name,
      onError,
      run: (signal) => this.#live(signal),
      pollMs: 200,
      backoffMs: [500, 5_000],
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** One session, from its connection to its end. Throws when it never came up, so that the next waits longer. */
  async #live(signal: AbortSignal): Promise<boolean> {
    const { url, name, up, beat, down, beatMs, onError } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `lazaret ${name}`,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: CALL_MS,
      query_timeout: CALL_MS,
      options: SERVER,
    });
    const over = new AbortController();
    const lost = loss(client, AbortSignal.any([signal, over.signal]));
    try {
      await Promise.race([client.connect().then(() => up(client)), lost]);
      try {
        while (!signal.aborted) {
          await Promise.race([setTimeout(beatMs, undefined, { ref: false }), lost]);
          await Promise.race([beat(client), lost]);
        }
      } catch (error) {
        if (!signal.aborted) onError(name, error);
      }
      return false;
    } finally {
      over.abort();
      down();
      // A session cut off by the network may never say good-bye.
      await Promise.race([client.end().catch(() => undefined), setTimeout(1_000, undefined, { ref: false })]);
    }
  }
}

/** Rejects when the connection breaks or is no longer wanted. Also the `error` listener without which pg would end the process. */
function loss(client: pg.Client, signal: AbortSignal): Promise<never> {
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.once('end', () => reject(new Unavailable('PostgreSQL ended the session')));
    signal.addEventListener('abort', () => reject(new Unavailable('the session has to stop')), {
      once: true,
    });
  });
  lost.catch(() => undefined);
  return lost;
}
