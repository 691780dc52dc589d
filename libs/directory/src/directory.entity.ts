import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { AccessKind, Instant, LineClass } from '@lazaret/kernel';
import type { EntityClass } from '@lazaret/platform';

import type { Channel, LineId, SubscriberKind, TenureId } from './words.js';

/** One access service of the provider. It names nobody. */
@Entity({ schema: 'directory', name: 'line' })
export class Line {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: LineId;
  @Column('text') ref!: string;
  @Column('text') class!: LineClass;
  @Column('boolean') confinable!: boolean;
  @Column('text', { nullable: true }) locale!: string | null;
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  @Column('text', { nullable: true }) brand!: string | null;
  @Column('text', { nullable: true }) region!: string | null;
  @Column('text', { nullable: true }) nas!: string | null;
  @Column('timestamptz', { name: 'protected_at', nullable: true }) protectedAt!: Instant | null;
  @Column('text', { name: 'protected_by', nullable: true }) protectedBy!: string | null;
  @Column('text', { name: 'protected_reason', nullable: true }) protectedReason!: string | null;
  @Column('timestamptz', { name: 'vanished_at', nullable: true }) vanishedAt!: Instant | null;
}

/** A customer of the provider, under the provider's own id. */
@Entity({ schema: 'directory', name: 'subscriber' })
export class Subscriber {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('text') ref!: string;
  @Column('text') kind!: SubscriberKind;
  @Column('text', { nullable: true }) locale!: string | null;
}

/** An identifier of the network meant a line during `[validFrom, validTo)`. */
@Entity({ schema: 'directory', name: 'access' })
export class Access {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('bigint', { name: 'line_id' }) lineId!: LineId;
  @Column('text') kind!: AccessKind;
  @Column('text') value!: string;
  @Column('timestamptz', { name: 'valid_from' }) validFrom!: Instant;
  @Column('timestamptz', { name: 'valid_to', nullable: true }) validTo!: Instant | null;
}

/** A subscriber had a line during `[validFrom, validTo)`. Withdrawn when the two are equal. */
@Entity({ schema: 'directory', name: 'tenure' })
export class Tenure {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: TenureId;
  @Column('bigint', { name: 'line_id' }) lineId!: LineId;
  @Column('bigint', { name: 'subscriber_id' }) subscriberId!: number;
  @Column('timestamptz', { name: 'valid_from' }) validFrom!: Instant;
  @Column('timestamptz', { name: 'valid_to', nullable: true }) validTo!: Instant | null;
}

/** One way to reach a subscriber. */
@Entity({ schema: 'directory', name: 'contact' })
export class Contact {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('bigint', { name: 'subscriber_id' }) subscriberId!: number;
  @Column('text') channel!: Channel;
  @Column('text') value!: string;
  @Column('smallint') priority!: number;
  @Column('timestamptz', { name: 'bounced_at', nullable: true }) bouncedAt!: Instant | null;
}

export const directoryEntities: readonly EntityClass[] = [Line, Subscriber, Access, Tenure, Contact];
