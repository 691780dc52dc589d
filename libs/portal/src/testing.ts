import type { Asked, Visit, VisitedCase, VisitedGarden } from './visit.js';

const at = (text: string): Date => new Date(text);

/** An infected camera on somebody's line, told of on 12 November 2026, seen from the 17th. */
export function aCase(facts: Partial<VisitedCase> = {}): VisitedCase {
  return {
    code: 'H7KM-3RTX',
    class: 'infected',
    state: 'told',
    lastSeenAt: at('2026-11-17T09:41:07Z'),
    malware: 'mirai',
    advice: 'camera',
    family: 'Mirai',
    toldAt: at('2026-11-12T10:00:00Z'),
    upstreams: 2,
    acknowledgedAt: null,
    clearedAt: null,
    ...facts,
  };
}

/** Held back since the morning of the 17th. */
export function aGarden(facts: Partial<VisitedGarden> = {}): VisitedGarden {
  return {
    state: 'confined',
    profile: 'leaky',
    confirmedAt: at('2026-11-17T09:45:00Z'),
    endsAt: at('2026-11-24T09:45:00Z'),
    openAskedAt: null,
    releasedAt: null,
    releaseWantedAt: null,
    releaseWantedWhy: null,
    openWhy: null,
    ...facts,
  };
}

/** Somebody at home, at half past two on 17 November 2026. */
export function aVisit(facts: Partial<Visit> = {}): Visit {
  return {
    now: at('2026-11-17T14:32:00Z'),
    locale: 'en-GB',
    timeZone: 'Europe/London',
    brand: null,
    lineClass: 'residential',
    case: aCase(),
    garden: null,
    asked: null,
    ...facts,
  };
}

/** A request a moment ago that nobody has carried out yet. */
export function anAsked(facts: Partial<Asked> = {}): Asked {
  return {
    kind: 'cleaned',
    via: 'address',
    at: at('2026-11-17T14:31:40Z'),
    secondsAgo: 20,
    outcome: null,
    ...facts,
  };
}
