import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

import { Refused, Unavailable } from './errors.js';
import { PortRange } from './port-range.js';
import { Personal, Secret } from './sensitive.js';

describe('a port range', () => {
  it('holds both its ends', () => {
    const block = PortRange.of(1024, 2047);
    expect([1023, 1024, 2047, 2048].map((port) => block.contains(port))).toEqual([false, true, true, false]);
  });

  it.each([
    [0, 10],
    [10, 9],
    [1, 65_536],
    [1.5, 2],
  ])('refuses %d-%d', (from, to) => {
    expect(() => PortRange.of(from, to)).toThrow(Refused);
  });
});

describe('a sensitive value', () => {
  it.each([
    [new Secret('hunter2'), '[secret]'],
    [new Personal('ada@example.net'), '[personal]'],
  ])('never prints itself', (value, mask) => {
    expect(String(value)).toBe(mask);
    expect(JSON.stringify({ value })).toBe(`{"value":"${mask}"}`);
    expect(inspect({ deep: [value] }, { depth: 9, showHidden: true })).not.toMatch(/hunter2|ada@/);
    expect(value.reveal()).toMatch(/hunter2|ada@/);
  });
});

describe('an error', () => {
  it('keeps its cause and its places', () => {
    const cause = new Error('socket');
    const error = new Unavailable('the feed does not answer', {
      cause,
      problems: [{ at: 'feeds.url', message: 'try later' }],
    });
    expect([error.code, error.name, error.cause, error.problems.length]).toEqual([
      'unavailable',
      'Unavailable',
      cause,
      1,
    ]);
  });
});
