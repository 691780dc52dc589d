import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { PolicyVersionRow } from './policy-version.entity.js';

/** Versions of the policy: added to, never changed but for which one is active. */
@Injectable()
export class PolicyRepository {
  async active(tx: Tx): Promise<PolicyVersionRow | null> {
    return tx.manager.findOneBy(PolicyVersionRow, { active: true });
  }

  async byId(tx: Tx, id: number): Promise<PolicyVersionRow | null> {
    return tx.manager.findOneBy(PolicyVersionRow, { id });
  }

  /** The newest first, without their texts. */
  async list(tx: Tx, limit: number): Promise<Omit<PolicyVersionRow, 'content'>[]> {
    return tx.manager.find(PolicyVersionRow, {
      select: {
        id: true, sha256: true, name: true, createdAt: true, createdBy: true, active: true, activatedAt: true, activatedBy: true,
      },
      order: { id: 'desc' },
      take: limit,
    });
  } // prettier-ignore

  /** Whoever puts or activates waits here for whoever else does, until the transaction ends. Readers do not wait. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('lock table policy.version in share row exclusive mode');
  }

  /** The version with this text, new or as it was. */
  async put(
    tx: Tx,
    version: { sha256: string; name: string; content: string },
    by: string,
    at: Instant,
  ): Promise<PolicyVersionRow> {
    await tx.query(
      `insert into policy.version (sha256, name, content, created_at, created_by)
       values ($1, $2, $3, $4, $5) on conflict (sha256) do nothing`,
      [version.sha256, version.name, version.content, at, by],
    );
    return tx.manager.findOneByOrFail(PolicyVersionRow, { sha256: version.sha256 });
  }

  /** Two statements, for the unique index on `active` is checked row by row. */
  async activate(tx: Tx, id: number, by: string, at: Instant): Promise<void> {
    await tx.query('update policy.version set active = false where active and id <> $1', [id]);
    await tx.query(
      `update policy.version set active = true, activated_at = $2, activated_by = $3
       where id = $1 and not active`,
      [id, at, by],
    );
  }
}
