import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { delimiterOf, splitCsv } from './split-csv.js';

describe('splitCsv', () => {
  it('gives back any fields that were quoted', () => {
    const field = fc.string().map((s) => s.replaceAll(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), fc.constantFrom(',', ';', '\t'), (fields, delimiter) => {
        const line = fields.map((f) => `"${f.replaceAll('"', '""')}"`).join(delimiter);
        expect(splitCsv(line, delimiter)).toEqual(fields);
      }),
    );
  });

  it.each([
    ['a,b', ['a', 'b']],
    ['', ['']],
    [' a , b ', ['a', 'b']],
    ['"a",', ['a', '']],
    [',"a"', ['', 'a']],
    ['5" pipe,x', ['5" pipe', 'x']],
    ['"a', undefined],
    ['"a"b', undefined],
  ])('%j', (line, fields) => {
    expect(splitCsv(line, ',')).toEqual(fields);
  });
});

describe('delimiterOf', () => {
  it.each([
    ['ref,class', ','],
    ['ref;class;nas', ';'],
    ['ref', ','],
    ['ref\tclass', '\t'],
  ])('%j', (header, delimiter) => {
    expect(delimiterOf(header)).toBe(delimiter);
  });
});
