import type { CaseSnapshot } from '@lazaret/cases';
import type { ObservationRecord } from '@lazaret/feeds';
import type { NoticeFact } from '@lazaret/notices';

import type { AboutCase } from './build-facts.js';
import { on } from './november.contract.js';

/** An infected case of case, line and tenure 7001, 7002 and 7003, seen once on the 12th at nine and not yet decided. */
export function aSnapshot(given: Partial<CaseSnapshot> = {}): CaseSnapshot {
  const evidence = {
    sightings: 1,
    days: 1,
    upstreams: ['shadowserver'],
    feedIds: [1],
    lastSeenAt: on(12, '09:00'),
    severity: 4,
  };
  return {
    caseId: 7001, code: 'H7KM-3RTX', class: 'infected', state: 'watching', tier: null, observing: false, lineId: 7002,
    tenureId: 7003, openedAt: on(12), firstSeenAt: on(12, '09:00'), lastSeenAt: on(12, '09:00'), sightings: 1,
    withdrawnAt: null, acknowledgedAt: null, releasedAt: null, clearedAt: null, previousCases: 0, reinfections: 0,
    version: 0, current: evidence, all: evidence, malware: ['mirai'], feedIds: [1], lastDecision: null, ...given,
  }; // prettier-ignore
}

/** A residential line in London nobody was written to about. */
export function anAbout(given: Partial<AboutCase> = {}): AboutCase {
  return {
    line: {
      id: 7002, ref: 'ref-of-line', class: 'residential', confinable: true, timeZone: 'Europe/London', locale: 'en',
      brand: 'brand-of-line', region: null, nas: 'nas-of-line',
    },
    tenure: { id: 7003, lineId: 7002, from: on(1), to: null },
    notices: [],
    told: [],
    silentLiveDays: 0,
    garden: {
      state: 'none', since: null, releaseAskedAt: null, confinements: [], selfReleases: [], stay: null, available: true, stopped: false,
    },
    neededForSafety: false,
    ...given,
  }; // prettier-ignore
}

/** The first letter, sent at half past ten. */
export function aNoticeFact(given: Partial<NoticeFact> = {}): NoticeFact {
  return {
    id: 7004, caseId: 7001, lineId: 7002, tenureId: 7003, template: 'first', round: 1, channel: 'email', state: 'sent',
    locale: 'en', plannedAt: on(12), dueAt: on(12), sentAt: on(12, '10:30'), settledAt: on(12, '10:31'), attempt: 1,
    receipt: '250 Ok', error: null, ...given,
  }; // prettier-ignore
}

/** The sighting of {@link aSnapshot} as its feed gave it. */
export function anObservation(given: Partial<ObservationRecord> = {}): ObservationRecord {
  return {
    id: 7005, feed: 'sinkhole', reportId: 1, reportName: 'event4_sinkhole.csv', sha256: '0', line: 2,
    reportType: 'event4_sinkhole', seenAt: on(12, '09:00'), precisionMs: 1_000, receivedAt: on(12), address: '192.0.2.1',
    port: 40_000, protocol: 6, class: 'infected', role: 'actor', spoofable: false, severity: 4,
    taxonomy: 'malicious-code', type: 'infected-system', identifier: 'avalanche', malware: 'avalanche',
    upstream: 'shadowserver', active: true,
    attributes: { 'destination.ip': '198.51.100.7', 'destination.port': 443 }, ...given,
  }; // prettier-ignore
}
