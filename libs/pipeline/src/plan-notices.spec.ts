import { describe, expect, it } from 'vitest';

import { MOST_SIGHTINGS, type NoticeFact } from '@lazaret/notices';

import { aNoticeFact, anAbout, anObservation, aSnapshot } from './known-case.contract.js';
import { planNotice } from './plan-notices.js';
import { on } from './november.contract.js';

const NOW = on(14);
const first = { kind: 'notify', template: 'first', round: 1 } as const;
const forBusiness = { kind: 'notify', template: 'business-first', round: 1 } as const;

describe('a planned notice', () => {
  it('has what a letter needs from each room', () => {
    expect(planNotice(first, aSnapshot(), anAbout(), true, [anObservation()], NOW)).toEqual({
      caseId: 7001, lineId: 7002, tenureId: 7003, template: 'first', round: 1, locale: 'en', timeZone: 'Europe/London',
      brand: 'brand-of-line', dueAt: NOW, code: 'H7KM-3RTX', class: 'infected', malware: 'mirai', identifier: 'avalanche',
      type: 'infected-system', lastSeenAt: on(12, '09:00'), wroteAt: null, mayHold: true, sightings: [],
    }); // prettier-ignore
  });

  it('names the malware seen most, else that of the newest sighting, else none', () => {
    const malware = (names: string[], seen: Parameters<typeof planNotice>[4]) =>
      planNotice(first, aSnapshot({ malware: names }), anAbout(), true, seen, NOW).malware;
    expect(malware(['mirai', 'qakbot'], [anObservation()])).toBe('mirai');
    expect(malware([], [anObservation(), anObservation({ malware: 'older' })])).toBe('avalanche');
    expect(malware([], [])).toBeNull();
  });

  it.each<[string, Partial<NoticeFact>[], Date | null]>([
    ['nothing, when nothing was written', [], null],
    [
      'the last letter that left',
      [{}, { id: 7006, template: 'reminder', sentAt: on(14, '09:00') }],
      on(14, '09:00'),
    ],
    [
      'no good news',
      [{}, { id: 7006, template: 'no-longer-seen', sentAt: on(14, '09:00') }],
      on(12, '10:30'),
    ],
    ['one that may have left', [{ state: 'uncertain', sentAt: null, settledAt: on(13) }], on(13)],
    ['one that is leaving', [{ state: 'sending', sentAt: null, settledAt: null }], on(12)],
    [
      'none that never left',
      [
        { state: 'failed', sentAt: null },
        { state: 'cancelled', sentAt: null },
      ],
      null,
    ],
  ])('refers to %s', (_what, given, wroteAt) => {
    const notices = given.map(aNoticeFact);
    expect(planNotice(first, aSnapshot(), anAbout({ notices }), true, [], NOW)).toMatchObject({ wroteAt });
  });

  it('about evidence that is gone speaks of the day of the mistake', () => {
    const correction = { kind: 'notify', template: 'correction', round: 1 } as const;
    const gone = aSnapshot({ firstSeenAt: null, lastSeenAt: null, sightings: 0 });
    const plan = planNotice(correction, gone, anAbout({ notices: [aNoticeFact()] }), false, [], NOW);
    expect(plan).toMatchObject({ lastSeenAt: on(12, '10:30'), wroteAt: on(12, '10:30') });
    expect(planNotice(first, gone, anAbout(), false, [], NOW).lastSeenAt).toEqual(gone.openedAt);
  });

  describe('about the garden', () => {
    const stay = {
      caseId: 7001, profile: 'leaky', confirmedAt: on(12), endsAt: on(19), overAt: on(13), openWhy: 'unanswered', wantedWhy: 'not-me',
    } as const; // prettier-ignore
    const told = (template: string, given: Partial<typeof stay> = {}, caseId = 7001) => {
      const { garden } = anAbout();
      const about = anAbout({ garden: { ...garden, stay: { ...stay, ...given } }, notices: [aNoticeFact()] });
      return planNotice({ kind: 'notify', template, round: 1 }, aSnapshot({ caseId }), about, true, [], NOW);
    };

    it('says what was held, since when, and whom to thank for the end', () => {
      expect(told('released')).toMatchObject({ heldSince: on(12), releasedAt: on(13), release: 'appeal' });
      expect(told('confined')).toMatchObject({ heldSince: on(12), endsAtLatestDays: 7 });
      expect(told('confined')).not.toHaveProperty('release');
    });

    it('asks pardon for what was held by mistake, of this case alone', () => {
      expect(told('correction')).toMatchObject({ heldSince: on(12), releasedAt: on(13) });
      expect(told('correction', {}, 7009)).not.toHaveProperty('heldSince');
    });

    it('says nothing of it in any other letter', () => {
      expect(told('reminder')).not.toHaveProperty('heldSince');
    });
  });

  it('gives evidence to an administrator only, and as much as a letter prints', () => {
    const seen = Array.from({ length: MOST_SIGHTINGS + 3 }, () => anObservation());
    expect(planNotice(first, aSnapshot(), anAbout(), true, seen, NOW).sightings).toEqual([]);
    expect(planNotice(forBusiness, aSnapshot(), anAbout(), true, seen, NOW).sightings).toHaveLength(
      MOST_SIGHTINGS,
    );
  });

  it.each([
    ['TCP', {}, { transport: 'tcp', sourcePort: 40_000, destination: '198.51.100.7', destinationPort: 443 }],
    ['UDP', { protocol: 17 }, { transport: 'udp' }],
    ['another protocol', { protocol: 47, port: null }, { transport: 'other', sourcePort: null }],
    [
      'a port as text',
      { attributes: { 'destination.port': '8080' } },
      { destination: null, destinationPort: 8080 },
    ],
    ['no port that is none', { attributes: { 'destination.port': 0 } }, { destinationPort: null }],
    [
      'no address that is none',
      { attributes: { 'destination.ip': 'sinkhole.example' } },
      { destination: null },
    ],
    ['IPv6', { attributes: { 'destination.ip': '2001:DB8::1' } }, { destination: '2001:db8::1' }],
  ])('tells an administrator %s', (_what, row, told) => {
    const { sightings } = planNotice(forBusiness, aSnapshot(), anAbout(), true, [anObservation(row)], NOW);
    expect(sightings).toMatchObject([{ seenAt: on(12, '09:00'), ...told }]);
  });
});
