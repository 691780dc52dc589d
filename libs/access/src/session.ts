import type { Instant, OperatorRole, Permission } from '@lazaret/kernel';

import { permissionsOf } from './permissions-of.js';
import type { Preferences } from './preferences.js';

/** Somebody who is signed in, as every request sees him. */
export interface Session {
  readonly id: string;
  readonly operatorId: number;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
  readonly permissions: ReadonlySet<Permission>;
  readonly preferences: Preferences;
  /** Nothing but changing the password may be done until it is. */
  readonly mustChangePassword: boolean;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  /** When it ends by itself if nothing more is done with it; never later than 12 hours after its start. */
  readonly expiresAt: Instant;
}

/** One of an operator's own sessions, in a list. */
export interface OwnSession {
  readonly id: string;
  readonly agent: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly expiresAt: Instant;
}

/** What somebody hands in to sign in. */
export interface SigningIn {
  readonly name: string;
  readonly password: string;
  /** What the browser calls itself; cut to 200 characters. */
  readonly agent: string;
  /** Where the request comes from; null when nobody knows. */
  readonly address: string | null;
  /** The token the browser had before. It ends: nobody goes on with a session that another may know. */
  readonly replaces?: string | undefined;
}

export type SignedInOrNot =
  | { readonly token: string; readonly session: Session }
  | {
      /** `wrong`: name or password, nobody is told which. `locked`: too many wrong ones; even the right one is not taken. */
      readonly refused: 'wrong' | 'locked';
      readonly retryAfterSeconds: number | null;
      /**
       * Whose password was wrong, if there is such an operator: for the audit alone, never for the answer. It is worth a
       * row when a lock begins with it, that is with `retryAfterSeconds`.
       */
      readonly operator: string | null;
    };

const MINUTE = 60_000;
/** OWASP ASVS 5.0 §7.3: how long nobody may be there, and how long a session may last at all. */
export const IDLE_MS = 30 * MINUTE;
export const LONGEST_MS = 12 * 60 * MINUTE;
/** `seen_at` is written at most so often: it need not be exact, and every request would write. */
export const SEEN_EVERY_MS = MINUTE;
/** An operator is signed in this often at most; one more ends the oldest. */
export const MOST_SESSIONS = 20;
export const LONGEST_AGENT = 200;

/** What is stored of a session and its operator. */
export interface StoredSession extends Omit<Session, 'permissions'> {
  readonly expiresAt: Instant;
}

export function sessionOf(stored: StoredSession): Session {
  return { ...stored, expiresAt: endOf(stored), permissions: permissionsOf(stored.roles) };
}

/** When a session ends if nothing more is done with it. */
export function endOf({ seenAt, expiresAt }: { seenAt: Instant; expiresAt: Instant }): Instant {
  return new Date(Math.min(seenAt.getTime() + IDLE_MS, expiresAt.getTime()));
}
