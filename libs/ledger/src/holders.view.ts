import { Injectable } from '@nestjs/common';

import type { AccessKind, Instant, IpPrefix } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Holder } from './holder.js';

/** Who holds an address at this moment, beyond doubt. */
export interface HolderNow extends Holder {
  /** Null: since always, by contract. */
  readonly since: Instant | null;
}

/** Whom addresses belong to at an instant. For looking, never for deciding. */
@Injectable()
export class HoldersView {
  /** Null where it is not beyond doubt, whatever the reason; `LedgerService.who` tells it. */
  async now(tx: Tx, address: string, port: number | null, now: Instant): Promise<HolderNow | null> {
    const [row] = await tx.query<{ kind: AccessKind; value: string; since: Instant | null }>(
      `select access_kind as kind, access_value as value, nullif(holder_since, '-infinity') as since
         from ledger.holder_now('', $1::inet, $2::int, $3)`,
      [address, port, now],
    );
    return row ?? null;
  }

  /** Who holds something inside a block at an instant, in the order of the addresses; at most `limit`. */
  async within(tx: Tx, block: IpPrefix, at: Instant, limit: number): Promise<Holder[]> {
    const { family, k, k2 } = keysOf(block);
    return tx.query<Holder>(
      `select h.kind, h.value
         from (
           select holder_id, min(k) as k
             from ledger.probe p
            cross join lateral (
              select l.holder_id, l.k from ledger.lease l
               where l.probe_id = p.id and l.k between $2 and $3 and l.k2 between $4 and $5
                 and l.held_to > $6 and l.held_from <= $6
               order by l.k, l.k2 limit $7
            ) l
            where p.leases and p.realm = '' and p.family = $1 and p.class >= $8
            group by holder_id order by min(k) limit $7
         ) held
         join ledger.holder h on h.id = held.holder_id
        order by held.k, h.id`,
      [family, k.from, k.to, k2.from, k2.to, at, limit, family === 4 ? block.length : 128 + block.length],
    );
  }
}

interface Keys {
  readonly from: string;
  readonly to: string;
}

/** From the first to the last key of a block, as `ledger.key_k` and `key_k2` make them: signed numbers of 64 bits. */
function keysOf({ first, length }: IpPrefix): { family: 4 | 6; k: Keys; k2: Keys } {
  if (first.family === 4) {
    const from = first.value << 16n;
    const size = 1n << BigInt(48 - length);
    return { family: 4, k: { from: `${from}`, to: `${from + size - 1n}` }, k2: { from: '0', to: '0' } };
  }
  const last = first.value | ((1n << BigInt(128 - length)) - 1n);
  return { family: 6, k: half(first.value >> 64n, last >> 64n), k2: half(first.value, last) };
}

/** The halves are compared as signed: a block that holds both signs holds everything. */
function half(first: bigint, last: bigint): Keys {
  const [from, to] = [BigInt.asIntN(64, first), BigInt.asIntN(64, last)];
  return from <= to
    ? { from: `${from}`, to: `${to}` }
    : { from: `${-(1n << 63n)}`, to: `${(1n << 63n) - 1n}` };
}
