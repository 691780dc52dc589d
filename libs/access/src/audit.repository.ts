import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

import type { Instant } from '@lazaret/kernel';
import { only, type Database, type Tx } from '@lazaret/platform';

import type { AuditFilter, AuditLink } from './audit-entry.js';
import { canonicalJson } from './canonical-json.js';

/** A number only this program uses: writers of the audit wait for each other. */
const LOCK = 7_255_220;

const LINK = `
  id, at, actor, actor_kind as "actorKind", action, subject, why, before, after, request_id as "requestId", address,
  prev_hash as "prevHash", hash`;

/** How many rows the chain has, and the digest of the last. */
export interface AuditHead {
  readonly rows: number;
  readonly hash: string;
}

/** Who can be asked; a whole database, or one transaction. */
export type Source = Pick<Database, 'query'> | Pick<Tx, 'query'>;

/** What the digest of a row covers: all of it and the digest before. */
export function digestOf({ hash: _, ...link }: AuditLink): string {
  return createHash('sha256')
    .update(canonicalJson({ ...link, at: link.at.toISOString() }))
    .digest('hex');
}

@Injectable()
export class AuditRepository {
  /** Adds a row behind the last. Until the transaction ends nobody else adds one. */
  async append(tx: Tx, entry: Omit<AuditLink, 'id' | 'prevHash' | 'hash'>): Promise<AuditLink> {
    // Two statements: the second must see what whoever held the lock has written.
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const head = only(await this.head(tx));
    const row = { ...entry, id: head.rows + 1, prevHash: head.hash };
    const link = { ...row, hash: digestOf({ ...row, hash: '' }) };
    await tx.execute(
      `insert into access.audit (id, at, actor, actor_kind, action, subject, why, before, after, request_id, address,
         prev_hash, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        link.id,
        link.at,
        link.actor,
        link.actorKind,
        link.action,
        link.subject,
        link.why,
        asJson(link.before),
        asJson(link.after),
        link.requestId,
        link.address,
        link.prevHash,
        link.hash,
      ],
    );
    return link;
  }

  /** The last first. */
  async page(
    tx: Tx,
    { actor, action, subject }: AuditFilter,
    before: number | null,
    limit: number,
  ): Promise<AuditLink[]> {
    return tx.query<AuditLink>(
      `select ${LINK} from access.audit
        where ($1::bigint is null or id < $1) and ($2::text is null or actor = $2)
          and ($3::text is null or action = $3 or starts_with(action, $3 || '.'))
          and ($4::text is null or position(lower($4) in lower(subject)) > 0)
        order by id desc limit $5`,
      [before, actor ?? null, action ?? null, subject ?? null, limit],
    );
  }

  /** Of one action, since an instant; the last first. */
  async since(tx: Tx, action: string, since: Instant, limit: number): Promise<AuditLink[]> {
    return tx.query<AuditLink>(
      `select ${LINK} from access.audit where action = $1 and at >= $2 order by id desc limit $3`,
      [action, since, limit],
    );
  }

  /** Ascending from behind an id. */
  async following(source: Source, id: number, until: number, limit: number): Promise<AuditLink[]> {
    return source.query<AuditLink>(
      `select ${LINK} from access.audit where id > $1 and id <= $2 order by id limit $3`,
      [id, until, limit],
    );
  }

  async head(source: Source): Promise<AuditHead[]> {
    return source.query<AuditHead>('select rows, hash from access.audit_head');
  }

  /** Rows the head knows nothing of, at one instant. */
  async beyondHead(source: Source): Promise<number | null> {
    const rows = await source.query<{ id: number | null }>(
      'select min(id) as id from access.audit where id > (select max(rows) from access.audit_head) or id < 1',
    );
    return rows[0]?.id ?? null;
  }
}

/** A driver's array would be one of PostgreSQL's. */
function asJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
