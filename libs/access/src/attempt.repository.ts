import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { AttemptKind, Attempts } from './judge-attempts.js';

/** Wrong passwords, counted where every process sees them. Whatever is counted by is kept as a digest. */
@Injectable()
export class AttemptRepository {
  /**
   * What is counted so far, for a name and a network. Until the transaction ends nobody else tries the same name or
   * from the same network: many at once would all be let try before the first is counted.
   */
  async take(
    tx: Tx,
    name: string,
    network: string,
    at: Instant,
  ): Promise<Readonly<Record<AttemptKind, Attempts>>> {
    const rows = await tx.query<Attempts & { kind: AttemptKind }>(
      `insert into access.attempt (kind, key, failures, failed_at) values ('operator', $1, 0, $3), ('address', $2, 0, $3)
       on conflict (kind, key) do update set failures = attempt.failures
       returning kind, failures, failed_at as "failedAt", locked_until as "lockedUntil"`,
      [keyOf('operator', name), keyOf('address', network), at],
    );
    const none = { failures: 0, failedAt: at, lockedUntil: null };
    const of = (kind: AttemptKind): Attempts => rows.find((row) => row.kind === kind) ?? none;
    return { operator: of('operator'), address: of('address') };
  }

  async keep(tx: Tx, kind: AttemptKind, what: string, attempts: Attempts): Promise<void> {
    await tx.execute(
      'update access.attempt set failures = $3, failed_at = $4, locked_until = $5 where kind = $1 and key = $2',
      [kind, keyOf(kind, what), attempts.failures, attempts.failedAt, attempts.lockedUntil],
    );
  }

  async forgive(tx: Tx, name: string): Promise<void> {
    await tx.execute(`delete from access.attempt where kind = 'operator' and key = $1`, [
      keyOf('operator', name),
    ]);
  }

  async sweep(tx: Tx, before: Instant, most: number): Promise<number> {
    return tx.execute(
      `delete from access.attempt where (kind, key) in (
         select kind, key from access.attempt where failed_at < $1 limit $2 for update skip locked)`,
      [before, most],
    );
  }
}

function keyOf(kind: AttemptKind, what: string): Buffer {
  return createHash('sha256').update(`${kind}:${what}`).digest();
}
