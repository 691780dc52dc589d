import { describe, expect, it } from 'vitest';

import { judgePassword } from './judge-password.js';

describe('judgePassword', () => {
  it.each([
    'otter-lantern-quay',
    'drei graue Fische',
    'Zwölf Boxkämpfer',
    'correct horse battery staple',
    'savannah-river-boat',
    '🦦🦦🦦 sing am Kai',
    'k7qm2-txd4h-0zzr9-w3v1p',
  ])('takes %j', (password) => {
    expect(judgePassword(password, 'anna')).toBeNull();
  });

  it.each([
    ['short', /at least 12/],
    ['elevenchars', /at least 12/],
    ['x'.repeat(201), /at most 200/],
    ['anna-anna-anna', /your name/],
    ['AnnaAnna2026', /your name/],
    ['anna12345678', /tried first/],
    ['anna-password', /tried first/],
    ['password1234', /tried first/],
    ['Passwort2026!', /tried first/],
    ['PASSWORDpassword', /tried first/],
    ['123456789012', /tried first/],
    ['210987654321', /tried first/],
    ['qwertyuiopas', /tried first/],
    ['qwertzuiop12', /tried first/],
    ['abcdefghijkl', /tried first/],
    ['1q2w3e4r5t6y', /tried first/],
    ['aaaaaaaaaaaa', /tried first/],
    ['abababababab', /tried first/],
    ['lazaretlazaret', /tried first/],
    ['administrator1', /tried first/],
    ['iloveyou1234', /tried first/],
  ])('refuses %j', (password, why) => {
    expect(judgePassword(password, 'anna')).toMatch(why);
  });

  it('counts characters as people do', () => {
    expect(judgePassword('🦦🐟🌊⛵🏝', 'anna')).toMatch(/at least 12/);
  });
});
