import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

import type { Instant } from '@lazaret/kernel';
import type { EntityClass } from '@lazaret/platform';

import type { FeedSource } from './feed-source.js';

/** A source we pull. */
@Entity({ schema: 'feeds', name: 'feed' })
export class Feed {
  @PrimaryGeneratedColumn('identity', { type: 'smallint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('text') name!: string;
  @Column('text') provider!: string;
  @Column('text') format!: string;
  @Column('text') upstream!: string;
  @Column('jsonb') source!: FeedSource;
  @Column('int', { name: 'every_minutes' }) everyMinutes!: number;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Instant | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Instant;
  @Column('timestamptz', { name: 'pulled_at', nullable: true }) pulledAt!: Instant | null;
  @Column('timestamptz', { name: 'delivered_at', nullable: true }) deliveredAt!: Instant | null;
  @Column('int', { default: 0 }) failures!: number;
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
}

/** What the last look at an address or file told. */
@Entity({ schema: 'feeds', name: 'cursor' })
export class FeedCursor {
  @PrimaryColumn('smallint', { name: 'feed_id' }) feedId!: number;
  @PrimaryColumn('text') address!: string;
  @Column('text', { nullable: true }) etag!: string | null;
  @Column('text', { name: 'last_modified', nullable: true }) lastModified!: string | null;
  @Column('boolean') taken!: boolean;
  @Column('timestamptz', { name: 'seen_at' }) seenAt!: Instant;
}

/** A person let a report type of a feed lead to notices. */
@Entity({ schema: 'feeds', name: 'activation' })
export class Activation {
  @PrimaryColumn('smallint', { name: 'feed_id' }) feedId!: number;
  @PrimaryColumn('text', { name: 'report_type' }) reportType!: string;
  @PrimaryColumn('text', { name: 'mapping_version' }) mappingVersion!: string;
  @Column('timestamptz', { name: 'activated_at' }) activatedAt!: Instant;
  @Column('text', { name: 'activated_by' }) activatedBy!: string;
}

/** `stored` → `parsing` → `parsed` or `failed`; a replay goes back to `stored`. */
export type ReportState = 'stored' | 'parsing' | 'parsed' | 'failed';

/** One file a feed gave us, kept as evidence. */
@Entity({ schema: 'feeds', name: 'report' })
export class Report {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('smallint', { name: 'feed_id' }) feedId!: number;
  @Column('text') name!: string;
  @Column('text') sha256!: string;
  @Column('bigint') bytes!: number;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Instant;
  @Column('text', { default: 'stored' }) state!: ReportState;
  @Column('text', { name: 'report_type', nullable: true }) reportType!: string | null;
  @Column('text', { name: 'mapping_version', nullable: true }) mappingVersion!: string | null;
  @Column('bigint', { name: 'parsed_to', default: 0 }) parsedTo!: number;
  @Column('bigint', { default: 0 }) rows!: number;
  @Column('bigint', { default: 0 }) observed!: number;
  @Column('bigint', { default: 0 }) duplicate!: number;
  @Column('bigint', { default: 0 }) rejected!: number;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Instant | null;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt!: Instant | null;
  @Column('text', { nullable: true }) error!: string | null;
}

/** A row put aside. */
@Entity({ schema: 'feeds', name: 'rejected_row' })
export class RejectedRowRecord {
  @PrimaryColumn('bigint', { name: 'report_id' }) reportId!: number;
  @PrimaryColumn('bigint') line!: number;
  @Column('text', { name: 'column_name', nullable: true }) column!: string | null;
  @Column('text') reason!: string;
  @Column('text') raw!: string;
}

/** The tables of this room that are read row by row. Observations are touched in sets only. */
export const feedsEntities: readonly EntityClass[] = [
  Feed,
  FeedCursor,
  Activation,
  Report,
  RejectedRowRecord,
];
