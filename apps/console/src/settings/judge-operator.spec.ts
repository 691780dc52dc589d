import { describe, expect, it } from 'vitest';

import { Problem } from '../ask.js';
import { changedMeanwhile, changeOf, judgeOperator, saidOf } from './judge-operator.js';

describe('judgeOperator', () => {
  it('takes what the API takes', () => {
    expect([...judgeOperator({ name: 'ben.okafor-2', displayName: 'Ben', roles: ['viewer'] })]).toEqual([]);
  });
  it.each(['', 'Ben', '-ben', 'ben okafor', 'b'.repeat(64)])('refuses the name %j', (name) => {
    expect([...judgeOperator({ name, displayName: 'Ben', roles: ['viewer'] })]).toEqual(['name']);
  });
  it('wants a name people know, and a role', () => {
    expect([...judgeOperator({ name: 'ben', displayName: '  ', roles: [] })]).toEqual(['displayName', 'roles']);
  });
}); // prettier-ignore

describe('changeOf', () => {
  const was = { displayName: 'Ben', roles: ['viewer', 'analyst'] as ('viewer' | 'analyst')[] };
  it('is nothing when only the order differs', () => {
    expect(changeOf(was, { displayName: ' Ben ', roles: ['analyst', 'viewer'] })).toBeNull();
  });
  it('names only what changed', () => {
    expect(changeOf(was, { displayName: 'Ben', roles: ['viewer'] })).toEqual({ roles: ['viewer'] });
    expect(changeOf(was, { displayName: 'Benjamin', roles: was.roles })).toEqual({ displayName: 'Benjamin' });
  });
});

describe('of an error', () => {
  const current = { name: 'ben', version: 5 };
  it('what it says of a field', () => {
    const error = new Problem(422, 'refused', null, 'r', [{ pointer: '/body/name', detail: 'choose another' }]);
    expect([saidOf('name', error), saidOf('roles', error), saidOf('name', null)]).toEqual([
      'choose another',
      null,
      null,
    ]);
  }); // prettier-ignore
  it('how it stands now, with 412 alone', () => {
    expect(changedMeanwhile(new Problem(412, 'changed', null, 'r', [], current))).toEqual(current);
    expect(changedMeanwhile(new Problem(409, 'no', null, 'r', [], current))).toBeNull();
    expect(changedMeanwhile(new Problem(412, 'changed'))).toBeNull();
  });
});
