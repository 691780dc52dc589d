import { describe, expect, it } from 'vitest';

import { judgePassword } from './judge-password.js';
import { COST, Passwords } from './passwords.service.js';
import { CHEAP, GOOD_PASSWORD } from './testing.js';

describe('Passwords', () => {
  const passwords = new Passwords(CHEAP);

  it('makes argon2id as OWASP asks for, each with a salt of its own', async () => {
    const real = new Passwords();
    const [one, two] = [await real.hash(GOOD_PASSWORD), await real.hash(GOOD_PASSWORD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await real.matches(one, GOOD_PASSWORD)).toBe(true);
    expect(await real.matches(one, `${GOOD_PASSWORD} `)).toBe(false);
  });

  it('takes the same characters however they were composed', async () => {
    const stored = await passwords.hash('Zwo\u0308lf Boxka\u0308mpfer');
    expect(await passwords.matches(stored, 'Zwölf Boxkämpfer')).toBe(true);
  });

  it('never matches where there is nobody', async () => {
    expect(await passwords.matches(null, '')).toBe(false);
    expect(await passwords.matches(null, GOOD_PASSWORD)).toBe(false);
  });

  it('knows a hash made with less than today', async () => {
    const stored = await passwords.hash(GOOD_PASSWORD);
    expect(passwords.isDated(stored)).toBe(false);
    expect(new Passwords(COST).isDated(stored)).toBe(true);
    expect(new Passwords({ ...CHEAP, timeCost: 2 }).isDated(stored)).toBe(true);
  });

  it('invents passwords that nobody guesses and everybody can read out', () => {
    const invented = new Set(Array.from({ length: 200 }, () => passwords.invent()));
    expect(invented.size).toBe(200);
    for (const one of invented) {
      expect(one).toMatch(/^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}$/);
      expect(judgePassword(one, 'anna')).toBeNull();
    }
  });
});
