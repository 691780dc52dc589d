import fc from 'fast-check';
import { expect, it } from 'vitest';

import { depthOf, readJson } from './read-json.js';

function read(text: string): unknown {
  let result: unknown;
  readJson(text, (error, value) => {
    if (error) throw error;
    result = value;
  });
  return result;
}

it('reads whatever JSON writes', () => {
  const values = fc
    .jsonValue({ maxDepth: 6 })
    .filter((value) => !JSON.stringify(value).includes('__proto__'));
  fc.assert(
    fc.property(values, (value) => {
      expect(read(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(read('')).toBeUndefined();
});

it.each([
  ['1', 0],
  ['"[[["', 0],
  ['"\\"[["', 0],
  ['[]', 1],
  ['{"a": [1, {"b": 2}]}', 3],
  ['[[[[', 4],
])('%s is %d deep', (text, depth) => {
  expect(depthOf(text)).toBe(depth);
});

it.each(['{', 'undefined', '{"a": {"__proto__": {}}}', `${'['.repeat(13)}${']'.repeat(13)}`])(
  'refuses %s without repeating it',
  (text) => {
    expect(() => read(text)).toThrow(/^the body/);
  },
);
