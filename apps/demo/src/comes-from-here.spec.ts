import { describe, expect, it } from 'vitest';

import { comesFromHere } from './comes-from-here.js';

describe('comesFromHere', () => {
  it.each([
    ['GET', { host: '127.0.0.1:8025' }, true],
    ['GET', { host: 'localhost:8025' }, true],
    ['GET', { host: 'demo.elsewhere.example' }, false],
    ['GET', { host: '127.0.0.1.elsewhere.example' }, false],
    ['GET', {}, false],
    ['POST', { host: '127.0.0.1:8025' }, true],
    [
      'POST',
      { host: '127.0.0.1:8025', origin: 'http://127.0.0.1:8025', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['POST', { host: '127.0.0.1:8025', origin: 'http://127.0.0.1:9' }, false],
    ['POST', { host: '127.0.0.1:8025', origin: 'null' }, false],
    ['POST', { host: '127.0.0.1:8025', 'sec-fetch-site': 'same-site' }, false],
    ['PUT', { host: '127.0.0.1:8025' }, false],
  ])('%s with %j: %s', (method, headers, answered) => {
    expect(comesFromHere(headers, method)).toBe(answered);
  });
});
