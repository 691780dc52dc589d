import { describe, expect, it } from 'vitest';

import type { TimelineEntry } from '@lazaret/cases';

import { joinSeen, tellLane } from './tell-lane.js';

const entry = (kind: string, data: object, at = '2026-11-12T10:00:00Z'): TimelineEntry => ({
  at: new Date(at),
  kind,
  actor: { kind: 'system', name: 'cases' },
  data: { ...data },
});
const told = (kind: string, data: object): string[] =>
  tellLane(entry(kind, data), 'ABCD-1234', (notice) => (notice === 7 ? '/letter/3' : null)).map(
    ({ kind: sign, text, href }) => `${sign} ${text} ${href ?? ''}`,
  );

describe('what a lane tells', () => {
  it.each([
    ['opened', { count: 2, upstreams: ['shadowserver'] }, 'seen Seen twice, by shadowserver /case/ABCD-1234'],
    ['reinfection', { count: 1, upstreams: ['tarpit'] }, 'seen Seen once, by tarpit: a new case /case/ABCD-1234'],
    ['notice.delivered', { notice: 7, template: 'first' }, 'letter First letter /letter/3'],
    ['notice.bounced', { notice: 8, template: 'first' }, 'wrong First letter came back /case/ABCD-1234'],
    ['garden.accepted', { stay: 1 }, 'garden In the garden /case/ABCD-1234'],
    ['garden.released', { stay: 1, why: 'unanswered' }, 'free Let out: our desk did not answer for a day /case/ABCD-1234'],
    ['portal.not-me', { via: 'address' }, 'portal On the portal: “this is not me”. The desk has a day to look /case/ABCD-1234'],
    ['decided', { actions: [{ kind: 'ask-desk', why: 'x' }] }, 'desk A person of the desk is asked /case/ABCD-1234'],
    ['decided', { actions: [{ kind: 'clear' }, { kind: 'notify' }] }, 'clear Quiet for long enough: clear /case/ABCD-1234'],
  ])('%s', (kind, data, words) => {
    expect(told(kind, data)).toEqual([words]);
  }); // prettier-ignore

  it.each([
    ['notice.sent', { notice: 7, template: 'first' }],
    ['garden.active', { stay: 1 }],
    ['decided', { actions: [] }],
  ])('nothing of %s', (kind, data) => {
    expect(told(kind, data)).toEqual([]);
  });

  it('as one event what several reports of one moment say', () => {
    const events = [
      ...tellLane(entry('opened', { count: 2, upstreams: ['tarpit'] }), 'ABCD-1234', () => null),
      ...tellLane(entry('sightings', { count: 1, upstreams: ['shadowserver'] }), 'ABCD-1234', () => null),
      ...tellLane(entry('sightings', { count: 1 }, '2026-11-13T10:00:00Z'), 'ABCD-1234', () => null),
    ];
    expect(joinSeen(events).map(({ text }) => text)).toEqual([
      'Seen 3 times, by shadowserver and tarpit',
      'Seen once',
    ]);
  });
});
