import { Injectable } from '@nestjs/common';

import type { Instant, OperatorRole } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { MOST_OPERATORS, type Operator } from './operator.js';
import type { Preferences } from './preferences.js';
import { IDLE_MS } from './session.js';

/** What signing in needs to know of an operator. */
export interface Credentials {
  readonly id: number;
  readonly name: string;
  readonly passwordHash: string;
  readonly disabled: boolean;
}

export interface OperatorRecord {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
  readonly preferences: Preferences;
}

const OPERATOR = `
  o.id, o.name, o.display_name as "displayName", o.roles, o.disabled_at is not null as disabled,
  (select a.locked_until from access.attempt a
    where a.kind = 'operator' and a.key = sha256(convert_to('operator:' || o.name, 'UTF8')) and a.locked_until > $1) as "lockedUntil",
  o.created_at as "createdAt", o.signed_in_at as "signedInAt",
  (select count(*) from access.session s
    where s.operator_id = o.id and s.expires_at > $1 and s.seen_at > $2) as sessions,
  o.version`;

@Injectable()
export class OperatorRepository {
  async list(tx: Tx, at: Instant): Promise<Operator[]> {
    return tx.query<Operator>(
      `select ${OPERATOR} from access.operator o order by o.name limit ${MOST_OPERATORS}`,
      [at, idleSince(at)],
    );
  }

  async find(tx: Tx, name: string, at: Instant): Promise<Operator | null> {
    const rows = await tx.query<Operator>(`select ${OPERATOR} from access.operator o where o.name = $3`, [
      at,
      idleSince(at),
      name,
    ]);
    return rows[0] ?? null;
  }

  /** Holds the row until the transaction ends. */
  async lock(tx: Tx, name: string): Promise<boolean> {
    return (await tx.execute('select from access.operator where name = $1 for update', [name])) === 1;
  }

  /** Those who can let others in. Two who are taken out at once wait for each other here. */
  async lockAdmins(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      `select name from access.operator where 'admin' = any(roles) and disabled_at is null order by id for update`,
    );
    return rows.map(({ name }) => name);
  }

  /** Nobody else is added until the transaction ends. */
  async lockAll(tx: Tx): Promise<number> {
    await tx.execute('lock table access.operator in share row exclusive mode');
    const rows = await tx.query<{ n: number }>('select count(*) as n from access.operator');
    return rows[0]?.n ?? 0;
  }

  /** Answers whether the name was free. */
  async add(tx: Tx, record: OperatorRecord, at: Instant): Promise<boolean> {
    const added = await tx.execute(
      `insert into access.operator (name, display_name, roles, password_hash, password_changed_at,
         must_change_password, preferences, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $5) on conflict (name) do nothing`,
      [
        record.name,
        record.displayName,
        record.roles,
        record.passwordHash,
        at,
        record.mustChangePassword,
        record.preferences,
      ],
    );
    return added === 1;
  }

  async change(
    tx: Tx,
    name: string,
    to: { displayName: string; roles: readonly OperatorRole[]; disabled: boolean },
    at: Instant,
  ): Promise<void> {
    await tx.execute(
      `update access.operator set display_name = $2, roles = $3, version = version + 1,
              disabled_at = case when $4 then coalesce(disabled_at, $5) end
        where name = $1`,
      [name, to.displayName, to.roles, to.disabled, at],
    );
  }

  async credentials(tx: Tx, by: { name: string } | { id: number }): Promise<Credentials | null> {
    const [column, value] = 'id' in by ? ['id', by.id] : ['name', by.name];
    const rows = await tx.query<Credentials>(
      `select id, name, password_hash as "passwordHash", disabled_at is not null as disabled
         from access.operator where ${column} = $1`,
      [value],
    );
    return rows[0] ?? null;
  }

  /** Answers false when password or standing changed since they were read. */
  async noteSignIn(
    tx: Tx,
    { id, passwordHash }: Credentials,
    newHash: string,
    at: Instant,
  ): Promise<boolean> {
    const noted = await tx.execute(
      `update access.operator set signed_in_at = $4, password_hash = $3
        where id = $1 and password_hash = $2 and disabled_at is null`,
      [id, passwordHash, newHash, at],
    );
    return noted === 1;
  }

  async setPassword(
    tx: Tx,
    id: number,
    password: { hash: string; mustChange: boolean },
    at: Instant,
  ): Promise<void> {
    await tx.execute(
      `update access.operator set password_hash = $2, must_change_password = $3, password_changed_at = $4 where id = $1`,
      [id, password.hash, password.mustChange, at],
    );
  }

  async setPreferences(tx: Tx, id: number, preferences: Preferences): Promise<boolean> {
    return (
      (await tx.execute('update access.operator set preferences = $2 where id = $1', [id, preferences])) === 1
    );
  }
}

function idleSince(at: Instant): Instant {
  return new Date(at.getTime() - IDLE_MS);
}
