import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { EntityClass } from '@lazaret/platform';

import type { Template } from './language.js';

export const NOTICE_STATES = [
  'planned',
  'claimed',
  'sending',
  'sent',
  'delivered',
  'failed',
  'uncertain',
  'bounced',
  'held',
  'cancelled',
] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** One row of `notices.notice`; the migration says what its columns mean. */
@Entity({ schema: 'notices', name: 'notice' })
export class Notice {
  @PrimaryColumn({ type: 'bigint' })
  id!: number;

  @Column({ name: 'case_id', type: 'bigint' })
  caseId!: number;

  @Column({ name: 'line_id', type: 'bigint' })
  lineId!: number;

  @Column({ name: 'tenure_id', type: 'bigint' })
  tenureId!: number;

  @Column({ type: 'text' })
  template!: Template;

  @Column({ name: 'template_version', type: 'text', nullable: true })
  templateVersion!: string | null;

  @Column({ type: 'int' })
  round!: number;

  @Column({ type: 'text' })
  channel!: 'email';

  @Column({ type: 'text' })
  locale!: string;

  @Column({ type: 'text', default: 'planned' })
  state!: NoticeState;

  @Column({ type: 'jsonb' })
  matter!: unknown;

  @Column({ name: 'message_id', type: 'text', unique: true })
  messageId!: string;

  @Column({ name: 'planned_at', type: 'timestamptz' })
  plannedAt!: Date;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  @Column({ name: 'claimed_at', type: 'timestamptz', nullable: true })
  claimedAt!: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  claim!: string | null;

  @Column({ name: 'claimed_until', type: 'timestamptz', nullable: true })
  claimedUntil!: Date | null;

  @Column({ name: 'not_before', type: 'timestamptz', nullable: true })
  notBefore!: Date | null;

  @Column({ type: 'int', default: 0 })
  attempt!: number;

  @Column({ type: 'text', nullable: true })
  receipt!: string | null;

  @Column({ name: 'remote_id', type: 'text', nullable: true })
  remoteId!: string | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'text', nullable: true })
  subject!: string | null;

  @Column({ name: 'body_text', type: 'text', nullable: true })
  bodyText!: string | null;

  @Column({ name: 'body_html', type: 'text', nullable: true })
  bodyHtml!: string | null;
}

export const noticesEntities: readonly EntityClass[] = [Notice];
