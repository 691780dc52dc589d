import type { Instant, ThreatClass, CaseState } from '@lazaret/kernel';

/** What sightings together say. Days are UTC days; severity is 0 when there is no sighting. */
export interface Evidence {
  readonly sightings: number;
  readonly days: number;
  readonly upstreams: readonly string[];
  readonly feedIds: readonly number[];
  readonly lastSeenAt: Instant | null;
  readonly severity: number;
}

export interface LastDecision {
  readonly at: Instant;
  readonly policyVersion: string;
  readonly tier: string | null;
  readonly rule: string;
  readonly reason: string;
}

/** A due case, as far as the cases' own tables know it. */
export interface CaseSnapshot {
  readonly caseId: number;
  readonly code: string;
  readonly class: ThreatClass;
  readonly state: CaseState;
  readonly tier: string | null;
  /** Every feed that saw it is only observed. */
  readonly observing: boolean;
  readonly lineId: number;
  readonly tenureId: number;
  readonly openedAt: Instant;
  /** Null, like `lastSeenAt`, when every sighting was withdrawn. */
  readonly firstSeenAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  /** Attached now, whoever and whenever; 0 when every one was withdrawn. */
  readonly sightings: number;
  /** The last time a sighting was withdrawn that has not come back. */
  readonly withdrawnAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly clearedAt: Instant | null;
  /** Earlier cases of this tenure and class, those opened in error not counted; how many of them had become clean. */
  readonly previousCases: number;
  readonly reinfections: number;
  /** Raised by every change of the case; handed back with the decision. */
  readonly version: number;
  /** Evidence that may restrict: active, `actor`, not spoofable, seen after the last acknowledgement or release + grace. */
  readonly current: Evidence;
  /** The same without regard to role and spoofability: for telling, and for vulnerable and abusive lines. */
  readonly all: Evidence;
  /** Names given by attached sightings, the most frequent first, at most five. */
  readonly malware: readonly string[];
  /** Feeds with an attached sighting, active or not: the ones whose silence could mean clean. */
  readonly feedIds: readonly number[];
  readonly lastDecision: LastDecision | null;
}

type Known = Omit<CaseSnapshot, 'current' | 'all' | 'lastDecision'>;
type Prefixed<P extends string> = { readonly [K in keyof Evidence as `${P}${Capitalize<K>}`]: Evidence[K] };

/** A snapshot as PostgreSQL gives it, flat. */
export type SnapshotRow = Known &
  Prefixed<'current'> &
  Prefixed<'all'> & {
    readonly decidedAt: Instant | null;
    readonly policyVersion: string | null;
    readonly decidedTier: string | null;
    readonly rule: string | null;
    readonly reason: string | null;
  };

export function readSnapshot(row: SnapshotRow): CaseSnapshot {
  return {
    caseId: row.caseId,
    code: row.code,
    class: row.class,
    state: row.state,
    tier: row.tier,
    observing: row.observing,
    lineId: row.lineId,
    tenureId: row.tenureId,
    openedAt: row.openedAt,
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.lastSeenAt,
    sightings: row.sightings,
    withdrawnAt: row.withdrawnAt,
    acknowledgedAt: row.acknowledgedAt,
    releasedAt: row.releasedAt,
    clearedAt: row.clearedAt,
    previousCases: row.previousCases,
    reinfections: row.reinfections,
    version: row.version,
    current: {
      sightings: row.currentSightings,
      days: row.currentDays,
      upstreams: row.currentUpstreams,
      feedIds: row.currentFeedIds,
      lastSeenAt: row.currentLastSeenAt,
      severity: row.currentSeverity,
    },
    all: {
      sightings: row.allSightings,
      days: row.allDays,
      upstreams: row.allUpstreams,
      feedIds: row.allFeedIds,
      lastSeenAt: row.allLastSeenAt,
      severity: row.allSeverity,
    },
    malware: row.malware,
    feedIds: row.feedIds,
    lastDecision: readLastDecision(row),
  };
}

function readLastDecision({
  decidedAt,
  policyVersion,
  decidedTier,
  rule,
  reason,
}: SnapshotRow): LastDecision | null {
  if (decidedAt === null || policyVersion === null || rule === null || reason === null) return null;
  return { at: decidedAt, policyVersion, tier: decidedTier, rule, reason };
}
