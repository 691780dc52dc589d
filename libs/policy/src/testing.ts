import { readFileSync } from 'node:fs';

import { readPolicy } from './check-policy.js';
import type { Evidence, Facts, NoticeFact } from './facts.js';
import type { Policy } from './policy-file.js';

/** The text of the default policy file. */
export const defaultPolicyText = (): string =>
  readFileSync(new URL('../assets/default.policy.yaml', import.meta.url), 'utf8');

let read: Policy | undefined;

/** The default policy, with some of its parts replaced. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  read ??= readPolicy(defaultPolicyText());
  return { ...read, ...changes };
}

/** What one source saw once, on Thursday 12 November 2026 at 09:41 in Berlin. */
export function anEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    sightings: 1,
    days: 1,
    upstreams: ['sinkhole.example'],
    lastSeenAt: new Date('2026-11-12T08:41:00Z'),
    severity: 4,
    ...changes,
  };
}

export const noEvidence: Evidence = { sightings: 0, days: 0, upstreams: [], lastSeenAt: null, severity: 0 };

/** A notice that was delivered at 10:04 in Berlin that day. */
export function aNotice(changes: Partial<NoticeFact> = {}): NoticeFact {
  return {
    template: 'first',
    round: 1,
    channel: 'email',
    state: 'delivered',
    plannedAt: new Date('2026-11-12T09:03:00Z'),
    settledAt: new Date('2026-11-12T09:04:00Z'),
    ...changes,
  };
}

/** A fresh infected case of a residential line in Berlin; `all` follows `current` unless said otherwise. */
export function aFacts(changes: Partial<Facts> = {}): Facts {
  const current = changes.current ?? anEvidence();
  return {
    class: 'infected',
    state: 'watching',
    tier: null,
    observing: false,
    line: { class: 'residential', confinable: true, timeZone: 'Europe/Berlin' },
    tenureEndedAt: null,
    openedAt: new Date('2026-11-12T09:00:00Z'),
    sightings: current.sightings,
    lastSeenAt: current.lastSeenAt,
    withdrawnAt: null,
    clearedAt: null,
    all: current,
    current,
    malware: ['mirai'],
    silentLiveDays: 0,
    acknowledgedAt: null,
    releasedAt: null,
    notices: [],
    history: { selfReleases: [], confinements: [], told: [] },
    garden: { available: true, stopped: false, state: 'none', since: null, releaseAskedAt: null },
    previousCases: 0,
    ...changes,
  };
}

/** The same case, told, and seen on `days` days until `lastSeenAt`. */
export function aTold(lastSeenAt: Date, days: number, changes: Partial<Facts> = {}): Facts {
  const current = anEvidence({ sightings: days, days, lastSeenAt });
  return aFacts({ state: 'told', tier: 'told', notices: [aNotice()], current, ...changes });
}
