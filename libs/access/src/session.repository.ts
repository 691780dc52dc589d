import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { IDLE_MS, MOST_SESSIONS, type OwnSession, SEEN_EVERY_MS, type StoredSession } from './session.js';

const BEFORE = (at: Instant, ms: number): Instant => new Date(at.getTime() - ms);

/** Open sessions. Only digests of tokens come here. */
@Injectable()
export class SessionRepository {
  async open(
    tx: Tx,
    session: { id: string; operatorId: number; token: Buffer; agent: string; expiresAt: Instant },
    at: Instant,
  ): Promise<void> {
    await tx.execute(
      `insert into access.session (id, operator_id, token_sha256, agent, started_at, seen_at, expires_at)
       values ($1, $2, $3, $4, $5, $5, $6)`,
      [session.id, session.operatorId, session.token, session.agent, at, session.expiresAt],
    );
    await tx.execute(
      `delete from access.session where id in (
         select id from access.session where operator_id = $1 order by started_at desc, id offset ${MOST_SESSIONS})`,
      [session.operatorId],
    );
  }

  /** Nothing for a session that ended, of whatever cause, or whose operator may not come in. */
  async find(tx: Tx, token: Buffer, at: Instant): Promise<StoredSession | null> {
    const rows = await tx.query<StoredSession>(
      `select s.id, s.operator_id as "operatorId", o.name, o.display_name as "displayName", o.roles, o.preferences,
              o.must_change_password as "mustChangePassword", s.started_at as "startedAt", s.seen_at as "seenAt",
              s.expires_at as "expiresAt"
         from access.session s join access.operator o on o.id = s.operator_id
        where s.token_sha256 = $1 and s.expires_at > $2 and s.seen_at > $3 and o.disabled_at is null`,
      [token, at, BEFORE(at, IDLE_MS)],
    );
    return rows[0] ?? null;
  }

  /** Does nothing when it was written within the last minute. */
  async touch(tx: Tx, id: string, at: Instant): Promise<void> {
    await tx.execute('update access.session set seen_at = $2 where id = $1 and seen_at <= $3', [
      id,
      at,
      BEFORE(at, SEEN_EVERY_MS),
    ]);
  }

  async list(tx: Tx, operatorId: number, at: Instant): Promise<OwnSession[]> {
    return tx.query<OwnSession>(
      `select id, agent, started_at as "startedAt", seen_at as "seenAt", expires_at as "expiresAt"
         from access.session where operator_id = $1 and expires_at > $2 and seen_at > $3
        order by seen_at desc, id limit ${MOST_SESSIONS}`,
      [operatorId, at, BEFORE(at, IDLE_MS)],
    );
  }

  async end(tx: Tx, token: Buffer): Promise<number> {
    return tx.execute('delete from access.session where token_sha256 = $1', [token]);
  }

  async endOne(tx: Tx, operatorId: number, id: string): Promise<number> {
    return tx.execute('delete from access.session where operator_id = $1 and id::text = $2', [
      operatorId,
      id,
    ]);
  }

  async endAll(tx: Tx, operatorId: number, but: string | null): Promise<number> {
    return tx.execute(
      'delete from access.session where operator_id = $1 and ($2::text is null or id::text <> $2)',
      [operatorId, but],
    );
  }

  /** Forgets what ended by itself. */
  async sweep(tx: Tx, at: Instant, most: number): Promise<number> {
    return tx.execute(
      `delete from access.session where id in (
         select id from access.session where expires_at <= $1 or seen_at <= $2 limit $3)`,
      [at, BEFORE(at, IDLE_MS), most],
    );
  }
}
