import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';

import { briefError } from './brief-error.js';

describe('briefError', () => {
  it.each<[string, unknown, string]>([
    ['a family', new Refused('no such notice'), 'refused: Refused: no such notice'],
    [
      'an error of no family',
      new TypeError('x is not a function'),
      'unknown: TypeError: x is not a function',
    ],
    ['something that is no error', 'oops', 'unknown: string'],
    [
      'a cause with its code',
      new Unavailable('mail cannot go out', {
        cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      }),
      'unavailable: Unavailable: mail cannot go out (Error ECONNREFUSED: refused)',
    ],
    [
      'a constraint by its name',
      Object.assign(new Error('duplicate key value violates unique constraint "notice_round_key"'), {
        code: '23505',
      }),
      'unknown: Error 23505: duplicate key value violates unique constraint "notice_round_key"',
    ],
    [
      'no mail address',
      new Refused('550 <jane.doe@example.net> unknown'),
      'refused: Refused: 550 <[address]> unknown',
    ],
    ['no control character', new Refused('550\0 go\taway\u001B'), 'refused: Refused: 550 go away'],
    ['no IPv4 address', new Broken('sent to 192.0.2.17'), 'broken: Broken: sent to [ip]'],
    ['no IPv6 address', new Broken('sent to 2001:db8::17 now'), 'broken: Broken: sent to [ip] now'],
    [
      'no URL',
      new Refused('GET https://u:p@example.org/?key=1 failed'),
      'refused: Refused: GET [url] failed',
    ],
    ['no quoted value', new Refused('not a name: "Jane Doe"'), 'refused: Refused: not a name: [value]'],
    [
      'no telephone number',
      new Refused('cannot reach +49 30 1234567'),
      'refused: Refused: cannot reach [number]',
    ],
    [
      'no token',
      new Refused('key AbCdEfGhIjKlMnOpQrStUvWxYz012345 is old'),
      'refused: Refused: key [token] is old',
    ],
    ['one line', new Broken('first\n  second'), 'broken: Broken: first second'],
  ])('keeps %s', (_what, error, expected) => {
    expect(briefError(error)).toBe(expected);
  });

  it('is short, whatever is thrown', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (message) => briefError(new Broken(message)).length <= 200),
    );
  });

  it('is quick on a hostile message', () => {
    const started = performance.now();
    briefError(new Broken('a'.repeat(1_000_000)));
    briefError(new Broken('1 '.repeat(500_000)));
    briefError(new Broken('"a'.repeat(500_000)));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
