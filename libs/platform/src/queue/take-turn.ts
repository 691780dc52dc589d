import { only, type Tx } from '../postgres/database.js';

// Two numbers make an advisory lock. The first is ours, so that a turn shares no number with another program's lock.
const TURN = 7_255_203;

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
