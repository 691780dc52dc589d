import { describe, expect, it } from 'vitest';

import { compareFacts } from './compare-facts.js';

describe('before and after', () => {
  it('says what changed first', () =>
    expect(
      compareFacts({ name: 'a', roles: ['viewer'] }, { name: 'a', roles: ['viewer', 'analyst'] }),
    ).toEqual([
      { name: 'roles', before: 'viewer', after: 'viewer, analyst' },
      { name: 'name', before: 'a', after: 'a' },
    ]));

  it('says what came and what went', () =>
    expect(compareFacts({ stop: { by: 'anna' } }, { go: true })).toEqual([
      { name: 'stop.by', before: 'anna', after: null },
      { name: 'go', before: null, after: 'true' },
    ]));

  it('has nothing to say of nothing', () => {
    expect(compareFacts(null, null)).toEqual([]);
    expect(compareFacts({}, undefined)).toEqual([]);
    expect(compareFacts({ resume: null }, { resume: { by: 'anna' } })).toEqual([
      { name: 'resume.by', before: null, after: 'anna' },
    ]);
  });
});
