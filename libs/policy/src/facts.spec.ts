import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { decide } from './decide.js';
import { readFacts, writeFacts, type Facts } from './facts.js';
import { aFacts, aPolicy, aTold } from './testing.js';

const now = new Date('2026-11-16T09:10:00Z');
const rich = aTold(new Date('2026-11-16T06:00:00Z'), 3, {
  line: { class: 'residential', confinable: true, timeZone: 'Europe/Berlin', region: 'DE-SN' },
  history: {
    selfReleases: [now],
    confinements: [{ from: now, to: null }],
    told: [{ at: now, class: 'abusive' }],
  },
});

describe('stored facts', () => {
  it.each([['bare', aFacts()], ['rich', rich]])('come back as they were: %s', (_what, facts) => {
    expect(readFacts(writeFacts(facts))).toEqual(facts);
    // As a jsonb column gives them.
    expect(readFacts(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  }); // prettier-ignore

  it('are decided on again with the same result', () => {
    expect(decide(readFacts(writeFacts(rich)), aPolicy(), now)).toEqual(decide(rich, aPolicy(), now));
  });

  it('are the same text whatever order they were put together in', () => {
    const turned = Object.fromEntries(Object.entries(rich).reverse()) as unknown as Facts;
    expect(writeFacts(turned)).toBe(writeFacts(rich));
  });

  it.each([
    ['no JSON', '{', /no JSON/],
    ['nothing', 'null', /cannot be read/],
    ['another state', { ...rich, state: 'terminated' }, /cannot be read/],
    ['a fact we do not know, perhaps about a person', { ...rich, email: 'x@y.example' }, /cannot be read/],
  ])('are refused when they are damaged: %s', (_what, stored, message) => {
    const read = (): Facts => readFacts(stored);
    expect(read).toThrow(Refused);
    expect(read).toThrow(message);
  });

  it('say which field is damaged', () => {
    try {
      readFacts({ ...rich, line: { ...rich.line, class: 'castle' } });
      expect.unreachable();
    } catch (error) {
      expect((error as Refused).problems[0]?.at).toBe('facts.line.class');
    }
  });
});
