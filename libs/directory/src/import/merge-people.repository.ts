import { Injectable } from '@nestjs/common';

import { only, type Tx } from '@lazaret/platform';

import type { Merged } from './merged.js';

/** Brings staged subscribers and contacts into the directory. */
@Injectable()
export class MergePeopleRepository {
  async mergeSubscribers(tx: Tx): Promise<Merged> {
    const rows = await tx.query<{ added: number; changed: number }>(
      `with merged as (
         insert into directory.subscriber as t (ref, kind, locale) select ref, kind, locale from stage order by ref
         on conflict (ref) do update set kind = excluded.kind, locale = excluded.locale
         where (t.kind, t.locale) is distinct from (excluded.kind, excluded.locale)
         returning t.xmax = 0 as added)
       select count(*) filter (where added) as added, count(*) filter (where not added) as changed from merged`,
    );
    return only(rows);
  }

  async mergeContacts(tx: Tx): Promise<Merged> {
    const rows = await tx.query<{ added: number; changed: number }>(
      `with merged as (
         insert into directory.contact as t (subscriber_id, channel, value, priority)
         select subscriber_id, channel, value, priority from stage order by subscriber_id, channel, value
         on conflict (subscriber_id, channel, value) do update set priority = excluded.priority
         where t.priority <> excluded.priority
         returning t.xmax = 0 as added)
       select count(*) filter (where added) as added, count(*) filter (where not added) as changed from merged`,
    );
    return only(rows);
  }

  /** A subscriber named in a file has the contacts of that file: an old address may by now be somebody else's. */
  async removeOldContacts(tx: Tx): Promise<number> {
    return tx.execute(
      `delete from directory.contact c
        where exists (select from stage s where s.subscriber_id = c.subscriber_id)
          and not exists (select from stage s where (s.subscriber_id, s.channel, s.value) = (c.subscriber_id, c.channel, c.value))
          and not exists (select from bad_owner b join directory.subscriber o using (ref) where o.id = c.subscriber_id)`,
    );
  }
}
