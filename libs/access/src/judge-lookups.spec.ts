import { expect, it } from 'vitest';

import { judgeLookups } from './judge-lookups.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

it.each([
  ['a busy hour', { hour: 30, day: 80, alarmedAt: null }, null],
  ['one more', { hour: 31, day: 31, alarmedAt: null }, 'hour'],
  ['a long day', { hour: 5, day: 100, alarmedAt: null }, null],
  ['a day of reading', { hour: 5, day: 101, alarmedAt: null }, 'day'],
  ['what was said half an hour ago', { hour: 50, day: 120, alarmedAt: ago(30) }, null],
  ['what was said an hour ago and goes on', { hour: 50, day: 120, alarmedAt: ago(60) }, 'hour'],
] as const)('%s', (_what, lookups, alarm) => {
  expect(judgeLookups(lookups, NOW)).toBe(alarm);
});
