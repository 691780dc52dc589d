import { expect, it } from 'vitest';

import { Secret } from '@lazaret/kernel';

import { FormTokens, type FormPurpose } from './form-token.js';

const KEY = new Secret('a key that is long enough for this test');
const PURPOSE: FormPurpose = { kind: 'cleaned', address: '198.51.100.27', about: 'H7KM-3RTX' };
let now = Date.parse('2026-11-17T14:32:00Z');
const tokens = new FormTokens(KEY, () => now);

it('a form is read for what it was made for, and each has a nonce of its own', () => {
  const [one, other] = [tokens.issue(PURPOSE), tokens.issue(PURPOSE)];
  const read = tokens.read(one, PURPOSE);
  expect(read).toMatchObject({ ok: true, nonce: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  expect(tokens.read(other, PURPOSE)).not.toEqual(read);
  expect(one).not.toMatch(/198|H7KM|cleaned/);
});

it.each([
  ['another address', { address: '198.51.100.28' }],
  ['no address', { address: null }],
  ['another case', { about: 'AAAA-AAAA' }],
  ['no case', { about: null }],
  ['another kind', { kind: 'safety' as const }],
])('it is wrong for %s', (_what, change) => {
  expect(tokens.read(tokens.issue(PURPOSE), { ...PURPOSE, ...change })).toEqual({ ok: false, why: 'wrong' });
});

it('nobody else can make one, or make one younger', () => {
  const forged = new FormTokens(new Secret('another key that is long enough to sign')).issue(PURPOSE);
  expect(tokens.read(forged, PURPOSE)).toEqual({ ok: false, why: 'old' });
  const [keyId, , nonce, mac] = tokens.issue(PURPOSE).split('.');
  expect(tokens.read([keyId, 'zzzzzz', nonce, mac].join('.'), PURPOSE)).toEqual({ ok: false, why: 'wrong' });
  expect(tokens.read([keyId, 'zzzzzz', nonce, ''].join('.'), PURPOSE)).toEqual({ ok: false, why: 'wrong' });
});

it.each(['', '.', 'a.b.c.d', 'a.b.c.d.e', 'x'.repeat(5_000), '…'])('%j is no token', (text) => {
  expect(tokens.read(text, PURPOSE)).toMatchObject({ ok: false });
});

it('it lasts two hours', () => {
  const token = tokens.issue(PURPOSE);
  now += 2 * 3_600_000 - 1_000;
  expect(tokens.read(token, PURPOSE).ok).toBe(true);
  now += 3_000;
  expect(tokens.read(token, PURPOSE)).toEqual({ ok: false, why: 'old' });
});
