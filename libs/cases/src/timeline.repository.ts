import { Injectable } from '@nestjs/common';

import { Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { CaseEvent } from './case-event.entity.js';
import type { Actor, CaseHappening } from './case-event.js';
import { Case } from './case.entity.js';

/** What people and other rooms add to a case. */
@Injectable()
export class TimelineRepository {
  /** Happenings in the order given, and the wake-ups they ask for. */
  async append(tx: Tx, happenings: readonly CaseHappening[]): Promise<void> {
    const rows = happenings.map(({ caseId, kind, at, actor, data, dueAt }) => ({
      case_id: caseId, kind, at, actor_kind: actor.kind, actor_name: actor.name, data: data ?? {}, due_at: dueAt ?? null,
    })); // prettier-ignore
    await tx.query(APPEND, [JSON.stringify(rows)]);
  }

  /** @throws Refused when there is no such case */
  async find(tx: Tx, caseId: number): Promise<Case> {
    const found = await tx.manager.findOne(Case, {
      where: { id: caseId },
      lock: { mode: 'pessimistic_write' },
    });
    return found ?? refuse(`there is no case ${caseId}`);
  }

  async acknowledge(tx: Tx, found: Case, at: Instant, by: Actor): Promise<void> {
    const dueAt = found.dueAt !== null && found.dueAt < at ? found.dueAt : at;
    await tx.manager.update(
      Case,
      { id: found.id },
      { acknowledgedAt: at, dueAt, version: found.version + 1 },
    );
    await this.write(tx, found.id, 'acknowledged', at, by, {});
  }

  async released(tx: Tx, caseIds: readonly number[], at: Instant): Promise<void> {
    await tx.execute(
      `with locked as (select id from cases.case where id = any($1) order by id for no key update)
       update cases.case c set released_at = greatest(c.released_at, $2), version = c.version + 1
         from locked where c.id = locked.id`,
      [caseIds, at],
    );
  }

  async write(tx: Tx, caseId: number, kind: string, at: Instant, by: Actor, data: object): Promise<void> {
    await tx.manager.insert(CaseEvent, { caseId, kind, at, actorKind: by.kind, actorName: by.name, data });
  }
}

function refuse(message: string): never {
  throw new Refused(message);
}

// A closed case is woken only when nothing speaks for it: whoever got a letter after all is owed a correction.
const APPEND = `
  with happened as materialized (
    select * from rows from (jsonb_to_recordset($1::jsonb) as (case_id bigint, kind text, at timestamptz, actor_kind text,
      actor_name text, data jsonb, due_at timestamptz)) with ordinality
  ),
  told as (
    insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
    select case_id, at, kind, actor_kind, actor_name, data from happened order by ordinality
  ),
  waking as (
    select case_id, min(due_at) as due_at from happened where due_at is not null group by case_id
  ),
  locked as (
    select id from cases.case where id in (select case_id from waking) and (state <> 'closed' or last_seen is null)
    order by id for no key update
  )
  update cases.case c set due_at = least(c.due_at, waking.due_at), version = c.version + 1
  from locked join waking on waking.case_id = locked.id where c.id = locked.id`;
