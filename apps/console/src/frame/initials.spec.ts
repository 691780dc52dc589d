import { expect, it } from 'vitest';

import { initials } from './initials.js';

it.each([
  ['Ada Lovelace', 'AL'],
  ['analyst', 'AN'],
  ['Jean-Luc van der Berg', 'JB'],
  ['Özil', 'ÖZ'],
  ['', '?'],
])('%s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
