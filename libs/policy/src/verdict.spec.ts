import { describe, expect, it } from 'vitest';

import { all, earliest, type Verdict } from './verdict.js';

const at = (n: number): Date => new Date(n);
const yes = (until: number | null): Verdict => ({
  holds: true,
  until: until === null ? null : at(until),
  say: 'yes',
});
const no = (until: number | null): Verdict => ({
  holds: false,
  until: until === null ? null : at(until),
  say: 'no',
});

describe('a conjunction', () => {
  it.each([
    ['of nothing holds for ever', [], true, null],
    ['ends with its first part', [yes(9), yes(5), yes(null)], true, 5],
    ['waits for the last part that fails', [no(5), no(9), yes(2)], false, 9],
    ['waits for ever for a part that only facts can change', [no(5), no(null)], false, null],
  ])('%s', (_what, verdicts, holds, until) => {
    expect(all(verdicts)).toMatchObject({ holds, until: until === null ? null : at(until) });
  });
});

it('the earliest of some instants', () => {
  expect(earliest([null, at(5), at(3), null])).toEqual(at(3));
  expect(earliest([null])).toBeNull();
});
