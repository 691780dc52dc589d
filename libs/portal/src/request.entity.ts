import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { EntityClass } from '@lazaret/platform';

import type { RequestKind, RequestOutcome, RequestWay } from './words.js';

@Entity({ schema: 'portal', name: 'request' })
export class PortalRequest {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text' })
  kind!: RequestKind;

  /** Only on the way in: the row forgets who spoke. */
  @Column({ type: 'inet', nullable: true })
  address!: string | null;

  @Column({ type: 'int', nullable: true })
  port!: number | null;

  @Column({ type: 'text', nullable: true })
  code!: string | null;

  @Column({ type: 'uuid', unique: true })
  nonce!: string;

  @Column({ name: 'line_id', type: 'bigint' })
  lineId!: number;

  @Column({ name: 'tenure_id', type: 'bigint' })
  tenureId!: number;

  @Column({ name: 'case_id', type: 'bigint', nullable: true })
  caseId!: number | null;

  @Column({ type: 'text' })
  via!: RequestWay;

  @Column({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: RequestOutcome | null;

  /** When a person of the desk talked with them. */
  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;
}

export const portalEntities: readonly EntityClass[] = [PortalRequest];
