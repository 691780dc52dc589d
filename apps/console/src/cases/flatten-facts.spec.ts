import { expect, it } from 'vitest';

import { flattenFacts } from './flatten-facts.js';

it('says every fact by its whole name', () => {
  const facts = {
    class: 'infected', toldAt: '2026-04-14T14:02:00.000Z', upstreams: ['a', 'b'], none: [], nothing: null,
    garden: { state: 'none', stays: [{ days: 2 }] },
  }; // prettier-ignore
  expect(
    flattenFacts(facts).map(({ name, value, instant }) => `${name} ${value}${instant ? ' !' : ''}`),
  ).toEqual([
    'class infected',
    'toldAt 2026-04-14T14:02:00.000Z !',
    'upstreams a, b',
    'none –',
    'nothing –',
    'garden.state none',
    'garden.stays.0.days 2',
  ]);
});

it('ends, whatever it is given', () => {
  expect(flattenFacts(Array.from({ length: 1_000 }, (_, n) => ({ n })))).toHaveLength(200);
  expect(flattenFacts(null)).toEqual([{ name: '', value: '–', instant: false }]);
});
