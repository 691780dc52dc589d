import { expect, it } from 'vitest';

import { en } from '../words/en.js';
import { nameFamily, sayHours, sayNext, sayNotice, sayWhat } from './say-case.js';

it.each([
  ['mirai', 'Mirai'],
  ['android.badbox2', 'Android Badbox2'],
  ['open-dns-resolver', 'Open DNS resolver'],
  ['accessible-ssh', 'Accessible SSH'],
])('%s', (family, name) => {
  expect(nameFamily(family)).toBe(name);
});

it('says what it is even without a name', () => {
  expect(sayWhat({ family: null, class: 'vulnerable' }, en)).toBe('Weakness');
});

it('says what is next, and when', () => {
  const when = (_: string, as: string) => (as === 'ago' ? 'in 22 h' : 'Sat 11:20');
  expect(sayNext({ step: 'releases-itself', at: '2026-04-15T12:00:00Z' }, en, when)).toBe(
    'Releases itself in 22 h',
  );
  expect(sayNext({ step: 'stay-ends', at: '2026-04-15T12:00:00Z' }, en, when)).toBe('Ends Sat 11:20');
  expect(sayNext({ step: 'nothing', at: null }, en, when)).toBe('Nothing by itself');
});

it('says which letter', () => {
  const letter = { template: 'reminder', round: 2, channel: 'email', error: '550 no such mailbox' };
  expect(sayNotice(letter, en)).toBe('Reminder, round 2, e-mail, 550 no such mailbox');
  expect(sayNotice({ template: 'own', round: 1, channel: 'fax', error: null }, en)).toBe('own, fax');
});

it('says spans', () => {
  expect(sayHours(72, en)).toBe('3 days');
  expect(sayHours(5, en)).toBe('5 hours');
});
