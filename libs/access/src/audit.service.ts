import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AccessMetrics } from './access.metrics.js';
import type { AuditEntry, AuditFilter, AuditLink, Verified } from './audit-entry.js';
import { AuditRepository, type Source } from './audit.repository.js';
import { plainJson } from './plain-json.js';
import { pageOf, readPaging, type Page, type Paging } from './read-page.js';
import { VerifyAudit, type OnProgress } from './verify-audit.service.js';

/** Who did what. Written in the transaction of what was done, and never changed. */
@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    private readonly verifier: VerifyAudit,
    private readonly metrics: AccessMetrics,
  ) {}

  /**
   * Write last, shortly before the transaction ends: until then nobody else can write. Texts that are too long are cut.
   * @returns the row's number
   */
  async write(tx: Tx, entry: AuditEntry): Promise<number> {
    const link = await this.audit.append(tx, {
      at: entry.at,
      actor: cut(entry.actor, 100),
      actorKind: entry.actorKind,
      action: entry.action,
      subject: cut(entry.subject, 200),
      why: cutOrNull(entry.why, 500),
      before: plainJson(entry.before),
      after: plainJson(entry.after),
      requestId: cutOrNull(entry.requestId, 100),
      address: cutOrNull(entry.address, 64),
    });
    this.metrics.audited.inc({ action: entry.action });
    return link.id;
  }

  /** The last first. @throws Refused for a page nobody gave */
  async page(tx: Tx, filter: AuditFilter, paging: Paging): Promise<Page<AuditLink>> {
    const { before, limit } = readPaging(paging);
    return pageOf(await this.audit.page(tx, filter, before, limit + 1), limit);
  }

  /** Of one action, since an instant, the last first; at most 100. */
  async since(tx: Tx, action: string, since: Instant): Promise<AuditLink[]> {
    return this.audit.since(tx, action, since, 100);
  }

  /** Is the chain whole? See {@link VerifyAudit}. */
  async verify(source: Source, onProgress?: OnProgress, noted?: string): Promise<Verified> {
    return this.verifier.run(source, onProgress, noted);
  }
}

function cut(text: string, most: number): string {
  const letters = [...text.replace(/[\p{Cc}\p{Cs}]/gu, ' ')];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

function cutOrNull(text: string | null | undefined, most: number): string | null {
  return text === null || text === undefined ? null : cut(text, most);
}
