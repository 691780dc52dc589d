import type { Instant, OperatorRole } from '@lazaret/kernel';

/** Somebody who may sign in, as an administrator sees him. */
export interface Operator {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
  readonly disabled: boolean;
  /** No password is taken until then. */
  readonly lockedUntil: Instant | null;
  readonly createdAt: Instant;
  readonly signedInAt: Instant | null;
  /** How often he is signed in. */
  readonly sessions: number;
  readonly version: number;
}

export interface NewOperator {
  /** Lower case letters, digits, dot, dash, underscore; at most 63. */
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
  /** Invented when left out, and then to be changed at the first sign-in. */
  readonly password?: string | undefined;
}

export interface OperatorChange {
  readonly displayName?: string | undefined;
  readonly roles?: readonly OperatorRole[] | undefined;
  readonly disabled?: boolean | undefined;
}

/** Of a list of operators. */
export const MOST_OPERATORS = 500;
