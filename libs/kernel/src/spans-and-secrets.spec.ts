import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';

import { Refused, Unavailable } from './errors.js';
import { PortRange } from './port-range.js';
import { Personal, Secret } from './sensitive.js';
import { TimeSpan } from './time-span.js';

const at = (time: string): Date => new Date(`2026-11-12T${time}Z`);

describe('a time span', () => {
  it.each([
    ['10:00', true],
    ['10:59:59.999', true],
    ['11:00', false],
    ['09:59', false],
  ])('from 10:00 to 11:00 holds %s: %s', (time, inside) => {
    expect(TimeSpan.of(at('10:00'), at('11:00')).contains(at(time))).toBe(inside);
  });

  it('touching spans do not overlap, for the end is outside', () => {
    const morning = TimeSpan.of(at('08:00'), at('12:00'));
    expect(morning.overlaps(TimeSpan.of(at('12:00'), null))).toBe(false);
    expect(morning.overlaps(TimeSpan.of(at('11:59'), null))).toBe(true);
  });

  it('refuses to end before it starts', () => {
    expect(() => TimeSpan.of(at('11:00'), at('10:00'))).toThrow(Refused);
  });
});

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
