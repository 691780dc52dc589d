import { Injectable } from '@nestjs/common';

import { DirectoryService } from '@lazaret/directory';
import type { OpenStay, SessionsOf } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { LedgerService, type OpenSession } from '@lazaret/ledger';
import type { Tx } from '@lazaret/platform';

/** Which sessions lines have now: the directory knows what the network calls a line, the ledger what is going on under it. */
@Injectable()
export class LineSessionsStep {
  constructor(
    private readonly directory: DirectoryService,
    private readonly ledger: LedgerService,
  ) {}

  async of(tx: Tx, lineIds: readonly number[], now: Instant): Promise<SessionsOf> {
    const identifiers = await this.directory.accessOf(tx, [...new Set(lineIds)], now);
    const sessions = await this.ledger.openSessions(tx, [...identifiers.values()].flat());
    const byHolder = new Map<string, OpenSession[]>();
    for (const session of sessions)
      byHolder.set(nameOf(session.holder), [...(byHolder.get(nameOf(session.holder)) ?? []), session]);
    return (lineId) =>
      (identifiers.get(lineId) ?? []).flatMap((holder) => byHolder.get(nameOf(holder)) ?? []);
  }

  /** Of these stays the ones whose subscriber no longer has the line: who comes next inherits nothing. */
  async left(tx: Tx, stays: readonly OpenStay[], now: Instant): Promise<number[]> {
    const confined = stays.filter((stay) => stay.desired === 'confined');
    const tenures = await this.directory.tenures(tx, [...new Set(confined.map((stay) => stay.tenureId))]);
    return confined
      .filter(({ tenureId }) => {
        const to = tenures.get(tenureId)?.to ?? null;
        return to !== null && to <= now;
      })
      .map((stay) => stay.id);
  }
}

function nameOf({ kind, value }: { readonly kind: string; readonly value: string }): string {
  return `${kind} ${value}`;
}
