import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

import type { Instant, OperatorRole } from '@lazaret/kernel';
import type { EntityClass } from '@lazaret/platform';

import type { ApprovalKind, ApprovalState } from './approval.js';
import type { AttemptKind } from './judge-attempts.js';
import type { ActorKind } from './audit-entry.js';
import type { Preferences } from './preferences.js';
import type { ViewPage } from './saved-view.js';

/** Somebody who may sign in. */
@Entity({ schema: 'access', name: 'operator' })
export class OperatorRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('text') name!: string;
  @Column('text', { name: 'display_name' }) displayName!: string;
  @Column('text', { array: true }) roles!: OperatorRole[];
  @Column('text', { name: 'password_hash' }) passwordHash!: string;
  @Column('timestamptz', { name: 'password_changed_at' }) passwordChangedAt!: Instant;
  @Column('boolean', { name: 'must_change_password' }) mustChangePassword!: boolean;
  @Column('jsonb') preferences!: Preferences;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Instant | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Instant;
  @Column('timestamptz', { name: 'signed_in_at', nullable: true }) signedInAt!: Instant | null;
  @Column('int', { default: 1 }) version!: number;
}

/** Somebody is signed in with one browser. */
@Entity({ schema: 'access', name: 'session' })
export class SessionRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('bigint', { name: 'operator_id' }) operatorId!: number;
  @Column('bytea', { name: 'token_sha256' }) tokenSha256!: Buffer;
  @Column('text') agent!: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Instant;
  @Column('timestamptz', { name: 'seen_at' }) seenAt!: Instant;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Instant;
}

/** Wrong passwords for one name, or from one network. */
@Entity({ schema: 'access', name: 'attempt' })
export class AttemptRow {
  @PrimaryColumn('text') kind!: AttemptKind;
  @PrimaryColumn('bytea') key!: Buffer;
  @Column('int') failures!: number;
  @Column('timestamptz', { name: 'failed_at' }) failedAt!: Instant;
  @Column('timestamptz', { name: 'locked_until', nullable: true }) lockedUntil!: Instant | null;
}

/** What waits for a second person, or waited. */
@Entity({ schema: 'access', name: 'approval' })
export class ApprovalRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('text') kind!: ApprovalKind;
  @Column('text', { default: 'open' }) state!: ApprovalState;
  @Column('text') subject!: string;
  @Column('text', { name: 'case_code', nullable: true }) caseCode!: string | null;
  @Column('bigint', { name: 'policy_id', nullable: true }) policyId!: number | null;
  @Column('jsonb') what!: object;
  @Column('text') why!: string;
  @Column('text', { name: 'asked_by' }) askedBy!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Instant;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Instant;
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Instant | null;
  @Column('text', { name: 'decided_why', nullable: true }) decidedWhy!: string | null;
}

/** A list as somebody likes it. */
@Entity({ schema: 'access', name: 'view' })
export class ViewRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('bigint', { name: 'operator_id' }) operatorId!: number;
  @Column('text') page!: ViewPage;
  @Column('text') name!: string;
  @Column('text') search!: string;
  @Column('boolean') shared!: boolean;
}

/** One link of the chain. */
@Entity({ schema: 'access', name: 'audit' })
export class AuditRow {
  @PrimaryColumn('bigint') id!: number;
  @Column('timestamptz') at!: Instant;
  @Column('text') actor!: string;
  @Column('text', { name: 'actor_kind' }) actorKind!: ActorKind;
  @Column('text') action!: string;
  @Column('text') subject!: string;
  @Column('text', { nullable: true }) why!: string | null;
  @Column('jsonb', { nullable: true }) before!: unknown;
  @Column('jsonb', { nullable: true }) after!: unknown;
  @Column('text', { name: 'request_id', nullable: true }) requestId!: string | null;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text', { name: 'prev_hash' }) prevHash!: string;
  @Column('text') hash!: string;
}

/** The end of the chain. */
@Entity({ schema: 'access', name: 'audit_head' })
export class AuditHeadRow {
  @PrimaryColumn('boolean', { default: true }) one!: boolean;
  @Column('bigint') rows!: number;
  @Column('text') hash!: string;
}

export const accessEntities: readonly EntityClass[] = [
  OperatorRow,
  SessionRow,
  AttemptRow,
  ApprovalRow,
  ViewRow,
  AuditRow,
  AuditHeadRow,
];
