import { describe, expect, it } from 'vitest';

import { canonicalJson } from './canonical-json.js';
import { LONGEST_JSON, plainJson } from './plain-json.js';

describe('canonicalJson', () => {
  it('has one spelling, in whatever order the keys come', () => {
    const text = '{"a":[1,{"x":null,"y":"ö"}],"b":true}';
    expect(canonicalJson({ b: true, a: [1, { y: 'ö', x: null }] })).toBe(text);
    expect(canonicalJson({ a: [1, { x: null, y: 'ö', z: undefined }], b: true })).toBe(text);
  });

  it('tells apart what is not the same', () => {
    const texts = [null, 'null', 0, '0', false, [], {}, [[]], { a: null }, { a: 'b' }, { b: 'a' }, ''];
    expect(new Set(texts.map(canonicalJson)).size).toBe(texts.length);
  });
});

describe('plainJson', () => {
  it('keeps what JSON keeps', () => {
    expect(plainJson({ at: new Date('2026-11-25T09:00:00Z'), gone: undefined, n: 1 })).toEqual({
      at: '2026-11-25T09:00:00.000Z',
      n: 1,
    });
    expect(plainJson(undefined)).toBeNull();
    expect(plainJson(() => 1)).toBeNull();
  });

  it('takes away what PostgreSQL refuses', () => {
    expect(plainJson({ text: 'a\0b\ud800' })).toEqual({ text: 'a\uFFFDb\uFFFD' });
  });

  it('says how long a value was that is too long', () => {
    expect(plainJson('x'.repeat(LONGEST_JSON))).toEqual({ leftOut: `${LONGEST_JSON + 2} characters` });
  });
});
