import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

import type { EntityClass } from '@lazaret/platform';

@Entity({ schema: 'policy', name: 'version' })
export class PolicyVersionRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column({ type: 'text', unique: true })
  sha256!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  content!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ type: 'boolean', default: false })
  active!: boolean;

  @Column({ name: 'activated_at', type: 'timestamptz', nullable: true })
  activatedAt!: Date | null;

  @Column({ name: 'activated_by', type: 'text', nullable: true })
  activatedBy!: string | null;
}

export const policyEntities: readonly EntityClass[] = [PolicyVersionRow];
