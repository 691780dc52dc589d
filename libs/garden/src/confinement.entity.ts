import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { GardenProfile, GardenState, Instant } from '@lazaret/kernel';
import type { EntityClass } from '@lazaret/platform';

import type { HoldState } from './stay.js';

/** Who had a line let out. */
export const OPENERS = ['policy', 'subscriber', 'operator', 'switch'] as const;
export type Opener = (typeof OPENERS)[number];

/** One stay of a line in the garden; the migration says what its columns mean. */
@Entity({ schema: 'garden', name: 'confinement' })
export class Confinement {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('bigint', { name: 'line_id' }) lineId!: number;
  @Column('bigint', { name: 'tenure_id' }) tenureId!: number;
  @Column('bigint', { name: 'case_id' }) caseId!: number;
  @Column('text') profile!: GardenProfile;
  @Column('text') bng!: string;
  @Column('text', { default: 'confined' }) desired!: 'confined' | 'open';
  @Column('text', { default: 'requested' }) state!: Exclude<GardenState, 'none'>;
  @Column('timestamptz', { name: 'state_since' }) stateSince!: Instant;
  @Column('boolean', { nullable: true, default: true }) confinable!: boolean | null;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Instant;
  @Column('timestamptz', { name: 'ends_at' }) endsAt!: Instant;
  @Column('int', { name: 'hold_seconds' }) holdSeconds!: number;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt!: Instant | null;
  @Column('timestamptz', { name: 'open_asked_at', nullable: true }) openAskedAt!: Instant | null;
  @Column('text', { name: 'open_why', nullable: true }) openWhy!: string | null;
  @Column('text', { name: 'open_by', nullable: true }) openBy!: Opener | null;
  @Column('timestamptz', { name: 'over_at', nullable: true }) overAt!: Instant | null;
  @Column('timestamptz', { name: 'release_wanted_at', nullable: true }) releaseWantedAt!: Instant | null;
  @Column('text', { name: 'release_wanted_why', nullable: true }) releaseWantedWhy!: string | null;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @Column('timestamptz', { name: 'claimed_until', nullable: true }) claimedUntil!: Instant | null;
}

/** What one session was told. */
@Entity({ schema: 'garden', name: 'hold' })
export class HoldRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('bigint', { name: 'confinement_id' }) confinementId!: number;
  @Column('bigint', { name: 'session_id' }) sessionId!: number;
  @Column('text') nas!: string;
  @Column('text', { name: 'acct_session_id' }) acctSessionId!: string;
  @Column('text') state!: HoldState;
  @Column('timestamptz', { name: 'held_until', nullable: true }) heldUntil!: Instant | null;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Instant;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Instant | null;
  @Column('int', { default: 0 }) tries!: number;
  @Column('int', { nullable: true }) cause!: number | null;
}

export const gardenEntities: readonly EntityClass[] = [Confinement, HoldRow];
