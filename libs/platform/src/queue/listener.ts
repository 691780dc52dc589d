import type pg from 'pg';

import { StandingSession } from './standing-session.js';

/**
 * Hears PostgreSQL's NOTIFY on a session of its own. A notification says "look", never what is new: it may be lost
 * with a connection, so everybody is told to look once more after each reconnection.
 */
export class Listener {
  readonly #ears = new Map<string, Set<() => void>>();
  readonly #session: StandingSession;
  #client: pg.Client | undefined;

  constructor(options: {
    readonly url: string;
    readonly onError: (name: string, error: unknown) => void;
    /** How often the silence is checked for being a dead line, in milliseconds. Default 15 s. */
    readonly beatMs?: number;
  }) {
    this.#session = new StandingSession({
      url: options.url,
      name: 'listener',
      onError: options.onError,
      up: (client) => this.#up(client),
      beat: (client) => client.query('select 1'),
      down: () => (this.#client = undefined),
      beatMs: options.beatMs ?? 15_000,
    });
  }

  /** Calls `look` for each notification on `channel` and after each (re)connection. Answers how to stop that. */
  on(channel: string, look: () => void): () => void {
    const ears = this.#ears.get(channel) ?? new Set();
    this.#ears.set(channel, ears.add(look));
    // A failure is the session's: it comes up again and listens to every channel.
    if (this.#client !== undefined) listen(this.#client, channel).then(look, () => undefined);
    return () => void ears.delete(look);
  }

  start(): void {
    this.#session.start();
  }

  async stop(): Promise<void> {
    await this.#session.stop();
  }

  async #up(client: pg.Client): Promise<void> {
    client.on('notification', ({ channel }) => this.#ears.get(channel)?.forEach((look) => look()));
    this.#client = client;
    for (const channel of this.#ears.keys()) await listen(client, channel);
    for (const ears of this.#ears.values()) ears.forEach((look) => look());
  }
}

async function listen(client: pg.Client, channel: string): Promise<void> {
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
}
