import type { Database } from '../postgres/database.js';

/** One try of one row, held by one worker for `leaseMs` of real time and longer as long as it extends it. */
export class Claim {
  private constructor(
    readonly ids: readonly number[],
    private readonly database: Database,
    private readonly row: { readonly outboxId: number; readonly attempt: number },
    private readonly leaseMs: number,
  ) {}

  /** Undefined when the try is done, taken or over: a second copy of a job finds nothing to do. */
  static async take(
    database: Database,
    row: { readonly outboxId: number; readonly attempt: number },
    leaseMs: number,
  ): Promise<Claim | undefined> {
    const [taken] = await database.run((tx) =>
      tx.query<{ ids: number[] }>(
        `update platform.outbox set claimed_until = clock_timestamp() + $3 * interval '1 millisecond'
         where id = $1 and attempt = $2 and failed_at is null and claimed_until is null
         returning ids::float8[] as ids`,
        [row.outboxId, row.attempt, leaseMs],
      ),
    );
    return taken && new Claim(taken.ids, database, row, leaseMs);
  }

  /** Each of these answers false when the claim had been lost, and then changed nothing. */
  async extend(): Promise<boolean> {
    return this.#change(
      `set claimed_until = clock_timestamp() + $3 * interval '1 millisecond'`,
      this.leaseMs,
    );
  }

  async settle(): Promise<boolean> {
    const { outboxId, attempt } = this.row;
    const sql = 'delete from platform.outbox where id = $1 and attempt = $2 and claimed_until is not null';
    return (await this.database.run((tx) => tx.execute(sql, [outboxId, attempt]))) === 1;
  }

  async retryIn(seconds: number, error: string): Promise<boolean> {
    return this.#change(
      `set attempt = attempt + 1, claimed_until = null, queued_at = null,
         due_at = clock_timestamp() + $3 * interval '1 second', error = $4`,
      seconds,
      error,
    );
  }

  async fail(error: string): Promise<boolean> {
    return this.#change(
      'set attempt = attempt + 1, claimed_until = null, failed_at = clock_timestamp(), error = $3',
      error,
    );
  }

  async #change(assignments: string, ...values: readonly unknown[]): Promise<boolean> {
    const { outboxId, attempt } = this.row;
    const sql = `update platform.outbox ${assignments} where id = $1 and attempt = $2 and claimed_until is not null`;
    return (await this.database.run((tx) => tx.execute(sql, [outboxId, attempt, ...values]))) === 1;
  }
}
