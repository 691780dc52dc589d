import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { readMatter, readPlans, type NoticePlan } from './matter.js';
import { aNoticePlan } from './testing.js';

function faults(facts: Partial<NoticePlan>): readonly string[] {
  try {
    readPlans([aNoticePlan(facts)]);
    return [];
  } catch (error) {
    return error instanceof Refused ? error.problems.map((p) => p.at) : [String(error)];
  }
}
const seen = new Date('2026-11-12T09:41:07Z');
const sighting = { seenAt: new Date('2026-11-12T09:41:07Z'), transport: 'tcp', sourcePort: 40_001, destination: '198.51.100.7', destinationPort: 23 } as const; // prettier-ignore

describe('a plan', () => {
  it.each<[Partial<NoticePlan>, string[]]>([
    [{}, []],
    [{ template: 'reminder' }, ['plans.0.wroteAt']],
    [{ template: 'correction' }, ['plans.0.wroteAt']],
    [{ template: 'correction', wroteAt: new Date('2026-11-09T10:00:00Z') }, []],
    [{ sightings: [sighting] }, ['plans.0.sightings']],
    [{ template: 'business-first', sightings: [sighting] }, []],
    [{ code: 'h7km3rtx' }, ['plans.0.code']],
    [{ timeZone: 'Mars/Olympus' }, ['plans.0.timeZone']],
    [{ round: 0 }, ['plans.0.round']],
    // What the network did is told only once it said so.
    [{ template: 'confined' }, ['plans.0.heldSince', 'plans.0.profile', 'plans.0.endsAtLatestDays']],
    [{ template: 'confined', heldSince: seen, profile: 'strict', endsAtLatestDays: 7 }, []],
    [{ template: 'released', heldSince: seen, profile: 'leaky' }, ['plans.0.releasedAt', 'plans.0.release']],
    [{ template: 'released', releasedAt: seen }, ['plans.0.release']],
    [{ template: 'released', releasedAt: seen, release: 'safety' }, []],
  ])('%j', (facts, expected) => {
    expect(faults(facts)).toEqual(expected);
  });

  it('takes a tag nobody can read for none', () => {
    expect(readPlans([aNoticePlan({ locale: 'not a tag' })])[0]?.locale).toBeNull();
  });
});

describe('a matter', () => {
  it('is the same after it was stored', () => {
    const stored = {
      code: 'H7KM-3RTX', class: 'infected', advice: 'camera', family: 'Mirai', lastSeenAt: new Date('2026-11-12T09:41:07Z'), wroteAt: null,
      timeZone: 'Europe/London', brand: null, mayHold: true, sightings: [sighting], profile: 'leaky', heldSince: seen, endsAtLatestDays: 7, releasedAt: null, release: null,
    }; // prettier-ignore
    expect(readMatter(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it('stored before there was a garden knows nothing of one', () => {
    const { sightings, ...old } = JSON.parse(JSON.stringify(aNoticePlan())) as Record<string, unknown>;
    expect(sightings).toBeUndefined();
    const { code, lastSeenAt, wroteAt, timeZone, brand, mayHold } = old;
    const stored = { code, class: 'infected', advice: 'camera', family: null, lastSeenAt, wroteAt, timeZone, brand, mayHold, sightings: [] }; // prettier-ignore
    expect(readMatter(stored)).toMatchObject({
      heldSince: null,
      releasedAt: null,
      profile: null,
      release: null,
    });
  });

  it('has no room for anything else', () => {
    expect(() => readMatter({ name: 'Anna' })).toThrow(Refused);
  });
});
