import { Injectable } from '@nestjs/common';

import { Refused, type AccessKind, type Instant, type Outcome } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { CORRELATE, WHO } from './answer.repository.js';
import type { Reason } from './explain-answer.js';
import type { ServiceRule } from './name-service.js';
import { ASK_AGAIN, WAKE_WAITING } from './moved.repository.js';
import type { PrefixClass } from './static-prefixes.js';
import { Source } from './source.entity.js';

/** How many rows of a batch got an answer, and by whose records. */
export interface AnswerCount {
  readonly outcome: Outcome;
  /** Null where no source has a say: `not-ours`, `own` … */
  readonly source: string | null;
  readonly count: number;
  /** Of these, answers that were another holder's before. */
  readonly withdrawn: number;
}

/** One answer with what it rests on. */
export interface WhoRow {
  readonly outcome: Outcome;
  readonly why: Reason;
  readonly leases: readonly number[] | null;
  readonly lease_id: number | null;
  readonly kind: AccessKind | null;
  readonly value: string | null;
  readonly source: string | null;
  readonly watermark: Date | null;
  readonly prefix: string | null;
  readonly class: PrefixClass | null;
  readonly organisation: string | null;
  readonly abuse_contact: string | null;
  readonly knower: string | null;
}

/** A lease as the desk sees it: who, from when until when, and the record that says so. */
export interface LeaseEvidence {
  readonly leaseId: number;
  readonly holder: { readonly kind: AccessKind; readonly value: string };
  readonly source: string;
  /** Null: since always. */
  readonly heldFrom: Instant | null;
  /** Null: not ended. */
  readonly heldTo: Instant | null;
  readonly certainTo: Instant | null;
  readonly ended: 'stop' | 'next-start' | 'nas-reset' | 'static' | null;
  readonly ports: string | null;
  readonly nas: string | null;
  readonly acctSessionId: string | null;
  readonly service: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

@Injectable()
export class LedgerRepository {
  /**
   * Answering and changing the ledger exclude one another until commit: an answer given between an import's look at
   * the answers and its commit would rest on the old leases and never be asked again.
   */
  async lock(tx: Tx, mode: 'answer' | 'change'): Promise<void> {
    const shared = mode === 'answer' ? '_shared' : '';
    await tx.query(`select pg_advisory_xact_lock${shared}(hashtext('ledger.answers'))`);
  }

  async correlate(tx: Tx, now: Instant): Promise<AnswerCount[]> {
    const counts = await tx.query<AnswerCount>(CORRELATE, [now]);
    await tx.query('analyze batch (outcome, access_kind, access_value)');
    return counts;
  }

  async who(tx: Tx, asked: readonly unknown[], now: Instant): Promise<WhoRow> {
    return only(await tx.query<WhoRow>(WHO, [now, ...asked]));
  }

  async evidence(tx: Tx, leases: readonly number[]): Promise<LeaseEvidence[]> {
    return tx.query<LeaseEvidence>(EVIDENCE, [leases]);
  }

  async overdue(tx: Tx, now: Instant, limit: number): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      'select observation_id as id from ledger.attribution where due_at <= $1 order by due_at, observation_id limit $2',
      [now, limit],
    );
    return rows.map((r) => r.id);
  }

  async makeDue(tx: Tx, observationIds: readonly number[], now: Instant): Promise<number> {
    return tx.execute(
      'update ledger.attribution set due_at = least(due_at, $1) where observation_id = any($2::bigint[])',
      [now, observationIds],
    );
  }

  /** Makes due what the changes of this transaction may have made wrong. */
  async askAgain(tx: Tx, now: Instant): Promise<number> {
    await tx.query('analyze moved');
    const asked = await tx.execute(ASK_AGAIN, [now]);
    await tx.query('drop table moved');
    return asked;
  }

  async wake(tx: Tx, now: Instant, source: Source, watermark: Instant): Promise<number> {
    return tx.execute(WAKE_WAITING, [now, source.id, watermark]);
  }

  /** A hole is news for every answer of that time in its realm: one that rests on another source may need this one too. */
  async addHole(
    tx: Tx,
    source: Source,
    hole: { from: Instant; to: Instant; reason: string },
    now: Instant,
  ): Promise<number> {
    await tx.query(
      'insert into ledger.hole (source_id, gap_from, gap_to, reason) values ($1, $2, $3, $4) on conflict do nothing',
      [source.id, hole.from, hole.to, hole.reason],
    );
    return tx.execute(
      `update ledger.attribution set due_at = least(due_at, $1)
        where realm = $2 and outcome in ('line', 'no-lease')
          and seen_at < $4::timestamptz + $5 * interval '1 ms'
          and seen_at + (precision_ms + $5) * interval '1 ms' > $3::timestamptz`,
      [now, source.realm, hole.from, hole.to, source.skewMs],
    );
  }

  /** Found by name, made with these settings when new. */
  async source(tx: Tx, settings: SourceSettings): Promise<Source> {
    const found = await tx.manager.findOneBy(Source, { name: settings.name });
    if (found) return this.adjust(tx, found, settings);
    await tx.manager.createQueryBuilder().insert().into(Source).values(settings).orIgnore().execute();
    return tx.manager.findOneByOrFail(Source, { name: settings.name });
  }

  async sourceNamed(tx: Tx, name: string): Promise<Source> {
    const found = await tx.manager.findOneBy(Source, { name });
    if (!found) throw new Refused(`no ledger source is named ${JSON.stringify(name)}`);
    return found;
  }

  async file(tx: Tx, source: Source, name: string): Promise<number> {
    const values = [source.id, name];
    await tx.query(
      'insert into ledger.file (source_id, name) values ($1, $2) on conflict do nothing',
      values,
    );
    return only(
      await tx.query<{ id: number }>('select id from ledger.file where source_id = $1 and name = $2', values),
    ).id;
  }

  /** Forgets what retention has outrun; answers that rest on it can no longer change. */
  async forget(tx: Tx, now: Instant): Promise<{ leases: number; answers: number }> {
    const leases = await tx.execute(FORGET_LEASES, [now]);
    await tx.execute(FORGET_SESSIONS, [now]);
    return { leases, answers: await tx.execute(FORGET_ANSWERS, [now]) };
  }

  private async adjust(tx: Tx, found: Source, settings: SourceSettings): Promise<Source> {
    if (found.kind !== settings.kind || (settings.realm !== undefined && settings.realm !== found.realm))
      throw new Refused(
        `ledger source ${found.name} is ${found.kind} of realm ${JSON.stringify(found.realm)}, which cannot change`,
      );
    return tx.manager.save(Source, Object.assign(found, settings));
  }
}

/** Settings of a source; what is left out keeps its value, or its default when the source is new. */
export interface SourceSettings {
  readonly name: string;
  readonly kind: Source['kind'];
  readonly realm?: string;
  readonly timeZone?: string;
  readonly skewMs?: number;
  readonly interimSeconds?: number | null;
  readonly retentionDays?: number | null;
  readonly serviceBy?: ServiceRule | null;
}

const EVIDENCE = `
  select l.id as "leaseId", json_build_object('kind', h.kind, 'value', h.value) as holder, s.name as source,
         nullif(l.held_from, '-infinity') as "heldFrom", nullif(l.held_to, 'infinity') as "heldTo",
         nullif(case when l.held_to = 'infinity' and e.id is not null then e.last_at else l.certain_to end, 'infinity') as "certainTo",
         l.ended, l.port_from || '-' || l.port_to as ports, e.nas, e.acct_session_id as "acctSessionId", e.service,
         f.name as file, l.line
    from ledger.lease l
    join ledger.holder h on h.id = l.holder_id
    join ledger.source s on s.id = l.source_id
    left join ledger.session e on e.id = l.session_id
    left join ledger.file f on f.id = l.file_id
   where l.id = any ($1::bigint[])
   order by array_position($1::bigint[], l.id)
   limit 20`;

const KEPT_FROM = `$1::timestamptz - make_interval(days => s.retention_days)`;
const FORGET_LEASES = `
  delete from ledger.lease l using ledger.source s where s.id = l.source_id and l.held_to < ${KEPT_FROM}`;
const FORGET_SESSIONS = `
  delete from ledger.session e using ledger.source s
   where s.id = e.source_id and e.last_at < ${KEPT_FROM} and not exists (select from ledger.lease l where l.session_id = e.id)`;
const FORGET_ANSWERS = `
  delete from ledger.attribution a
   where a.seen_at < $1::timestamptz - make_interval(days => 1 + (select max(retention_days) from ledger.source)) and a.due_at is null`;
