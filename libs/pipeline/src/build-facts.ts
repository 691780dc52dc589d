import type { CaseSnapshot } from '@lazaret/cases';
import type { LineFacts, TenureSpan } from '@lazaret/directory';
import type { GardenFacts } from '@lazaret/garden';
import type { NoticeFact } from '@lazaret/notices';
import type { Facts } from '@lazaret/policy';

/** What other rooms know about the line of a case. */
export interface AboutCase {
  readonly line: LineFacts;
  readonly tenure: TenureSpan;
  readonly notices: readonly NoticeFact[];
  /** Notices that went out to the same tenure for other cases. */
  readonly told: Facts['history']['told'];
  /** Null when no feed that saw it is known. */
  readonly silentLiveDays: number | null;
  readonly garden: GardenFacts & Readiness;
  /** Somebody with a code said that safety needs the line, and nobody has talked with them yet. */
  readonly neededForSafety: boolean;
}

/** Is there a network that could confine, and has nobody stopped it by hand? */
export interface Readiness {
  readonly available: boolean;
  readonly stopped: boolean;
}

/** Puts together what `decide` may know of a case. Ids, names and addresses stay behind. */
export function buildFacts(snapshot: CaseSnapshot, about: AboutCase): Facts {
  const { line, tenure, garden } = about;
  return {
    class: snapshot.class,
    state: snapshot.state,
    tier: snapshot.tier,
    observing: snapshot.observing,
    line: {
      class: line.class,
      confinable: line.confinable && !about.neededForSafety,
      timeZone: line.timeZone,
      ...(line.region === null ? {} : { region: line.region }),
    },
    tenureEndedAt: tenure.to,
    openedAt: snapshot.openedAt,
    sightings: snapshot.sightings,
    lastSeenAt: snapshot.lastSeenAt,
    withdrawnAt: snapshot.withdrawnAt,
    clearedAt: snapshot.clearedAt,
    all: evidenceOf(snapshot.all),
    current: evidenceOf(snapshot.current),
    malware: [...snapshot.malware],
    silentLiveDays: about.silentLiveDays,
    acknowledgedAt: snapshot.acknowledgedAt,
    releasedAt: snapshot.releasedAt,
    notices: about.notices.map(({ template, round, channel, state, plannedAt, sentAt, settledAt }) => ({
      template,
      round,
      channel,
      state,
      plannedAt,
      settledAt: sentAt ?? settledAt,
    })),
    history: { selfReleases: garden.selfReleases, confinements: garden.confinements, told: about.told },
    garden: {
      available: garden.available,
      stopped: garden.stopped,
      state: garden.state,
      since: garden.since,
      releaseAskedAt: garden.releaseAskedAt,
    },
    previousCases: snapshot.previousCases,
  };
}

function evidenceOf({ sightings, days, upstreams, lastSeenAt, severity }: CaseSnapshot['all']): Facts['all'] {
  return { sightings, days, upstreams: [...upstreams], lastSeenAt, severity };
}
