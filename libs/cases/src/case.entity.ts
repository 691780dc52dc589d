import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { ThreatClass, CaseState, CloseReason } from '@lazaret/kernel';
import type { EntityClass } from '@lazaret/platform';

import { CaseEvent } from './case-event.entity.js';

@Entity({ schema: 'cases', name: 'case' })
export class Case {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text', unique: true, default: () => 'cases.draw_code()' })
  code!: string;

  @Column({ name: 'tenure_id', type: 'bigint' })
  tenureId!: number;

  @Column({ name: 'line_id', type: 'bigint' })
  lineId!: number;

  @Column({ type: 'text' })
  class!: ThreatClass;

  @Column({ type: 'text', default: 'watching' })
  state!: CaseState;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  @Column({ name: 'first_seen', type: 'timestamptz', nullable: true })
  firstSeen!: Date | null;

  @Column({ name: 'last_seen', type: 'timestamptz', nullable: true })
  lastSeen!: Date | null;

  @Column({ type: 'boolean' })
  observing!: boolean;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;

  @Column({ name: 'released_at', type: 'timestamptz', nullable: true })
  releasedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  tier!: string | null;

  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'previous_id', type: 'bigint', nullable: true })
  previousId!: number | null;

  @Column({ name: 'previous_cases', type: 'int', default: 0 })
  previousCases!: number;

  @Column({ type: 'int', default: 0 })
  reinfections!: number;

  @Column({ name: 'cleared_at', type: 'timestamptz', nullable: true })
  clearedAt!: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'close_reason', type: 'text', nullable: true })
  closeReason!: CloseReason | null;

  @Column({ type: 'int', default: 0 })
  version!: number;
}

/** The tables of this room that are read and written row by row. Sightings and decisions only move in sets. */
export const casesEntities: readonly EntityClass[] = [Case, CaseEvent];
