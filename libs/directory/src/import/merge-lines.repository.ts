import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { ProtectionLoss } from './guard-protection.js';
import type { Merged } from './merged.js';

// A line whose flag a person set by hand is not counted: no import can lift it.
const FLAGGED = `(l.class = 'protected' or (not l.confinable and l.class <> 'unknown'))`;
const KEPT = `(s.class = 'protected' or (not s.confinable and s.class <> 'unknown'))`;
const GONE = `l.vanished_at is null and s.ref is null and not exists (select from bad_owner b where b.ref = l.ref)`;

/** Brings the staged lines into the directory. */
@Injectable()
export class MergeLinesRepository {
  /** What the staged lines would do to protected flags; in a complete snapshot a line that is missing loses its own. */
  async protectionLoss(tx: Tx, complete: boolean): Promise<ProtectionLoss> {
    const rows = await tx.query<{ before: number; lost: number }>(
      `select count(*) filter (where l.vanished_at is null) as before,
              count(*) filter (where not coalesce(${KEPT}, true) or ($1 and ${GONE})) as lost
         from directory.line l left join stage s using (ref)
        where ${FLAGGED} and l.protected_at is null`,
      [complete],
    );
    return only(rows);
  }

  async merge(tx: Tx): Promise<Merged> {
    // A row that this very statement inserted has no xmax yet: that tells added from changed.
    const rows = await tx.query<{ added: number; changed: number }>(
      `with merged as (
         insert into directory.line as l (ref, class, confinable, locale, time_zone, brand, region, nas)
         select ref, class, confinable, locale, time_zone, brand, region, nas from stage order by ref
         on conflict (ref) do update
           set class = excluded.class, confinable = excluded.confinable and l.protected_at is null,
               locale = excluded.locale, time_zone = excluded.time_zone, brand = excluded.brand,
               region = excluded.region, nas = excluded.nas, vanished_at = null
         where (l.class, l.confinable, l.locale, l.time_zone, l.brand, l.region, l.nas, l.vanished_at)
            is distinct from (excluded.class, excluded.confinable and l.protected_at is null, excluded.locale,
               excluded.time_zone, excluded.brand, excluded.region, excluded.nas, null::timestamptz)
         returning l.xmax = 0 as added)
       select count(*) filter (where added) as added, count(*) filter (where not added) as changed from merged`,
    );
    return only(rows);
  }

  /** Marks what a complete snapshot no longer has. Answers how many, and the first refs by name. */
  async markVanished(tx: Tx, now: Instant, limit: number): Promise<{ removed: number; refs: string[] }> {
    const rows = await tx.query<{ removed: number; refs: string[] | null }>(
      `with gone as (
         update directory.line set vanished_at = $1
          where id in (select l.id from directory.line l left join stage s using (ref) where ${GONE})
         returning ref)
       select count(*) as removed, (array_agg(ref order by ref))[1:$2] as refs from gone`,
      [now, limit],
    );
    const { removed, refs } = only(rows);
    return { removed, refs: refs ?? [] };
  }
}
