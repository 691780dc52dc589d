import { describe, expect, it } from 'vitest';

import { ROLES, THREAT_CLASSES } from '@lazaret/kernel';

import { openingPairs, OPENS } from './evidence-that-opens.js';

describe('evidence that opens a case', () => {
  it('is infected only when the address itself acted', () => {
    expect(ROLES.filter((role) => OPENS[role].includes('infected'))).toEqual(['actor']);
  });

  it('is never a victim or a resolver', () => {
    expect([...OPENS.victim, ...OPENS.resolver]).toEqual([]);
  });

  it('is handed to SQL pair by pair', () => {
    const { roles, classes } = openingPairs();
    const pairs = roles.map((role, n) => `${role} ${classes[n] ?? ''}`);
    const expected = ROLES.flatMap((r) =>
      THREAT_CLASSES.filter((c) => OPENS[r].includes(c)).map((c) => `${r} ${c}`),
    );
    expect(pairs.sort()).toEqual(expected.sort());
  });
});
