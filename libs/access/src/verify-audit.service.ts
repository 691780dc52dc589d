import { Injectable } from '@nestjs/common';

import { Refused } from '@lazaret/kernel';

import { AccessMetrics } from './access.metrics.js';
import type { Verified } from './audit-entry.js';
import { AuditRepository, digestOf, type AuditHead, type Source } from './audit.repository.js';

/** Rows in memory at a time. */
const PAGE = 500;
const NOTED = /^(\d{1,15}):([0-9a-f]{64})$/;

export type OnProgress = (checked: number, of: number) => void;

/** Walks the chain of the audit from its first row to its head. */
@Injectable()
export class VerifyAudit {
  constructor(
    private readonly audit: AuditRepository,
    private readonly metrics: AccessMetrics,
  ) {}

  /**
   * Stops at the first row that is wrong. Rows may be written meanwhile.
   * @param noted a head that was noted elsewhere, earlier: the chain must still lead through it
   * @throws Refused when `noted` is no head
   */
  async run(source: Source, onProgress?: OnProgress, noted?: string): Promise<Verified> {
    const verified = await this.walk(source, onProgress, noted);
    this.metrics.verified.inc({ outcome: verified.intact ? 'intact' : 'broken' });
    return verified;
  }

  private async walk(source: Source, onProgress?: OnProgress, noted?: string): Promise<Verified> {
    const mark = noted === undefined ? null : readNoted(noted);
    const [head, ...others] = await this.audit.head(source);
    if (head === undefined || others.length > 0)
      return broken(0, null, 'the head of the chain is missing', null);
    let last: AuditHead = { rows: 0, hash: '0'.repeat(64) };
    for (;;) {
      const links = await this.audit.following(source, last.rows, head.rows, PAGE);
      for (const link of links) {
        const missing = link.id - last.rows - 1;
        if (missing > 0)
          return broken(last.rows, last.rows + 1, sayMissing(last.rows + 1, link.id - 1), head);
        if (link.prevHash !== last.hash)
          return broken(last.rows, link.id, 'the row does not follow the one before it', head);
        if (digestOf(link) !== link.hash)
          return broken(last.rows, link.id, 'the row was changed after it was written', head);
        if (mark?.rows === link.id && mark.hash !== link.hash)
          return broken(
            last.rows,
            link.id,
            'the row is not the one that was noted: the chain was written anew',
            head,
          );
        last = { rows: link.id, hash: link.hash };
      }
      onProgress?.(last.rows, head.rows);
      if (links.length < PAGE) break;
    }
    if (last.rows < head.rows)
      return broken(last.rows, last.rows + 1, sayMissing(last.rows + 1, head.rows), head);
    if (last.hash !== head.hash)
      return broken(last.rows, null, 'the head of the chain is not the digest of the last row', head);
    if (mark !== null && mark.rows > head.rows)
      return broken(last.rows, head.rows + 1, sayMissing(head.rows + 1, mark.rows), head);
    const beyond = await this.audit.beyondHead(source);
    if (beyond !== null) return broken(last.rows, beyond, 'the row was written past the chain', head);
    return { intact: true, checked: last.rows, brokenAt: null, why: null, head: sayHead(head) };
  }
}

function broken(checked: number, brokenAt: number | null, why: string, head: AuditHead | null): Verified {
  return { intact: false, checked, brokenAt, why, head: head === null ? null : sayHead(head) };
}

function sayMissing(from: number, to: number): string {
  return from === to ? 'the row is missing' : `rows ${from} to ${to} are missing`;
}

function sayHead({ rows, hash }: AuditHead): string {
  return `${rows}:${hash}`;
}

function readNoted(text: string): AuditHead {
  const [, rows, hash] = NOTED.exec(text.trim()) ?? [];
  if (rows !== undefined && hash !== undefined) return { rows: Number(rows), hash };
  throw new Refused('what was noted is no head of the audit', {
    problems: [{ at: 'noted', message: 'give what an earlier verification printed: <rows>:<64 hex digits>' }],
  });
}
