import { expect, it } from 'vitest';

import { Problem } from '../ask.js';
import { judgePassword } from './judge-password.js';

it('asks for length and the same twice', () => {
  expect(judgePassword({ next: 'short', again: 'short' }, null)).toMatchObject({
    tooShort: true,
    unequal: false,
    wrong: true,
  });
  expect(judgePassword({ next: 'a few good words', again: 'a few good wards' }, null)).toMatchObject({
    unequal: true,
    wrong: true,
  });
  expect(judgePassword({ next: 'a few good words', again: 'a few good words' }, null).wrong).toBe(false);
});

it('knows which field the API speaks of', () => {
  const error = new Problem(422, 'Refused', null, 'r', [{ pointer: '/current', detail: 'not it' }]);
  expect(judgePassword({ next: '', again: '' }, error)).toMatchObject({
    currentWrong: true,
    nextRefused: null,
  });
  const other = new Problem(422, 'Refused', null, 'r', [{ pointer: '/next', detail: 'too common' }]);
  expect(judgePassword({ next: '', again: '' }, other)).toMatchObject({
    currentWrong: false,
    nextRefused: 'too common',
  });
});
