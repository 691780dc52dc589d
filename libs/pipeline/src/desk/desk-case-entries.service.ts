import { Injectable } from '@nestjs/common';

import {
  CaseDeskView,
  CaseEntriesView,
  sayEvent,
  type DeskEntry,
  type Paged,
  type Paging,
} from '@lazaret/cases';
import { NotThere, type CaseState, type Instant, type Role } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { WhyLink } from './say-chain.js';
import { WhyChains } from './why-chains.service.js';

/** One line of a timeline, in words. */
export interface CaseEntry {
  readonly id: number;
  readonly at: Instant;
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  readonly actor: { readonly kind: DeskEntry['actorKind']; readonly name: string };
  readonly notice: number | null;
  readonly decision: number | null;
}

/** One sighting with its row and its chain. */
export interface CaseSighting {
  readonly id: number;
  readonly seenAt: Instant;
  readonly receivedAt: Instant;
  readonly feed: string;
  readonly reportType: string;
  readonly report: { readonly id: number; readonly name: string; readonly line: number };
  readonly upstream: string;
  readonly role: Role;
  readonly spoofable: boolean;
  readonly active: boolean;
  readonly severity: number;
  readonly type: string;
  readonly malware: string | null;
  readonly address: string;
  readonly port: number | null;
  readonly protocol: number;
  readonly detachedAt: Instant | null;
  readonly detachedWhy: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly why: readonly WhyLink[];
}

/** One decision with the facts it was taken on. */
export interface CaseDecided {
  readonly id: number;
  readonly at: Instant;
  readonly rule: string;
  readonly reason: string;
  readonly policy: string;
  readonly tier: string | null;
  readonly state: CaseState;
  readonly wakeAt: Instant | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly factsDigest: string;
  readonly actions: readonly Readonly<Record<string, unknown>>[];
}

/** What belongs to one case: its timeline, what was seen, what was decided. */
@Injectable()
export class DeskCaseEntries {
  constructor(
    private readonly cases: CaseDeskView,
    private readonly entries: CaseEntriesView,
    private readonly chains: WhyChains,
  ) {}

  /** The newest first. @throws NotThere; Refused for a place that no page gave */
  async timeline(tx: Tx, code: string, paging: Paging): Promise<Paged<CaseEntry>> {
    const { id } = await this.cases.find(tx, code);
    const { items, next } = await this.entries.timeline(tx, id, paging);
    return { items: items.map(caseEntry), next };
  }

  /** The newest first, withdrawn ones too. @throws NotThere; Refused for a place that no page gave */
  async sightings(tx: Tx, code: string, paging: Paging): Promise<Paged<CaseSighting>> {
    const found = await this.cases.find(tx, code);
    const { items, next } = await this.entries.sightings(tx, found.id, paging);
    const withdrawn = new Set(items.filter((one) => one.detachedAt !== null).map((one) => one.observationId));
    const ids = [...new Set(items.map((one) => one.observationId))];
    const explained = await this.chains.of(tx, ids, withdrawn, found);
    return {
      items: items.flatMap(({ observationId, detachedAt, detachedWhy }) => {
        const known = explained.get(observationId);
        if (known === undefined) return [];
        const { reportId, reportName, line, feed, reportType, upstream, role, spoofable, active, ...seen } =
          known.observation;
        const { severity, type, malware, address, port, protocol, attributes, seenAt, receivedAt } = seen;
        const report = { id: reportId, name: reportName, line };
        return [
          {
            id: observationId, seenAt, receivedAt, feed, reportType, report, upstream, role, spoofable, active, severity, type,
            malware, address, port, protocol, detachedAt, detachedWhy, attributes, why: known.why,
          },
        ];
      }),
      next,
    }; // prettier-ignore
  }

  /** @throws NotThere, also for another case's decision */
  async decision(tx: Tx, code: string, id: number): Promise<CaseDecided> {
    const found = await this.cases.find(tx, code);
    const decision = await this.entries.decision(tx, found.id, id);
    if (decision === null) throw new NotThere(`case ${found.code} has no decision ${id}`);
    const { policyVersion, ...decided } = decision;
    return { ...decided, policy: policyVersion };
  }
}

export function caseEntry({ id, at, kind, actorKind, actorName, data, decision }: DeskEntry): CaseEntry {
  const notice = data['notice'];
  return {
    id,
    at,
    kind,
    ...sayEvent(kind, data),
    actor: { kind: actorKind, name: actorName },
    notice: typeof notice === 'number' ? notice : null,
    decision,
  };
}
