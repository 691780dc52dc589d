import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { ApprovalsService } from './approvals.service.js';
import { AttemptRepository } from './attempt.repository.js';
import { FORGOTTEN_MS } from './judge-attempts.js';
import { SessionRepository } from './session.repository.js';

/** Of each kind, at a time. */
const MOST = 5_000;

export interface Swept {
  readonly sessions: number;
  readonly attempts: number;
  /** Found to have waited too long. */
  readonly approvals: number;
  readonly more: boolean;
}

/** Forgets what is over. Call it now and then; what it has not come to yet is over all the same. */
@Injectable()
export class AccessRetention {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly approvals: ApprovalsService,
  ) {}

  /** @returns how many of each, and whether there may be more */
  async sweep(tx: Tx, at: Instant): Promise<Swept> {
    const sessions = await this.sessions.sweep(tx, at, MOST);
    const attempts = await this.attempts.sweep(tx, new Date(at.getTime() - FORGOTTEN_MS), MOST);
    const approvals = await this.approvals.expire(tx, at);
    return { sessions, attempts, approvals, more: sessions === MOST || attempts === MOST };
  }
}
