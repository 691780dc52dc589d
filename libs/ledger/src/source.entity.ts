import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { EntityClass } from '@lazaret/platform';

import type { ServiceRule } from './name-service.js';

/** Who writes down which line holds what: a RADIUS server, a DHCP server, a NAT, or the contracts themselves. */
@Entity({ schema: 'ledger', name: 'source' })
export class Source {
  @PrimaryGeneratedColumn('identity', { type: 'smallint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text', { unique: true })
  name!: string;

  @Column('text')
  kind!: 'radius' | 'dhcp' | 'nat' | 'static';

  @Column('text', { default: '' })
  realm!: string;

  /** IANA zone of the local times it writes. */
  @Column('text', { name: 'time_zone', default: 'UTC' })
  timeZone!: string;

  /** How far its clock may be from the sensors'. */
  @Column('int', { name: 'skew_ms', default: 2000 })
  skewMs!: number;

  /** Acct-Interim-Interval; null when it sends none, and silence then tells nothing. */
  @Column('int', { name: 'interim_seconds', nullable: true })
  interimSeconds!: number | null;

  /** How its records tell the service of a session; null when all of them are Internet access. */
  @Column('jsonb', { name: 'service_by', nullable: true })
  serviceBy!: ServiceRule | null;

  /** Its newest event. Nothing later can be answered yet. */
  @Column('timestamptz', { nullable: true })
  watermark!: Date | null;

  /** Null keeps for ever. */
  @Column('int', { name: 'retention_days', nullable: true, default: 10 })
  retentionDays!: number | null;
}

export const ledgerEntities: readonly EntityClass[] = [Source];
