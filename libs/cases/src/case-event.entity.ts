import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { ActorKind } from './case-event.js';

@Entity({ schema: 'cases', name: 'event' })
export class CaseEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ name: 'case_id', type: 'bigint' })
  caseId!: number;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind!: ActorKind;

  @Column({ name: 'actor_name', type: 'text' })
  actorName!: string;

  @Column({ type: 'jsonb', default: {} })
  data!: object;
}
