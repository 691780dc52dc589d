import { expect, it } from 'vitest';

import { LIMITS, RateLimit } from './rate-limit.js';

it('lets as many pass as the figure says, tells how long to wait, and begins anew', () => {
  let now = 1_000_000;
  const limit = new RateLimit(() => now);
  const { most, perMs } = LIMITS.code;
  for (let i = 0; i < most; i++) expect(limit.take('code', '192.0.2.1')).toBe(0);
  expect(limit.take('code', '192.0.2.1')).toBe(perMs / 1_000);
  expect(limit.take('code', '192.0.2.2')).toBe(0);
  expect(limit.take('page', '192.0.2.1')).toBe(0);
  now += perMs - 500;
  expect(limit.take('code', '192.0.2.1')).toBe(1);
  now += 500;
  expect(limit.take('code', '192.0.2.1')).toBe(0);
});

it('one home of IPv6 is one', () => {
  const limit = new RateLimit(() => 0);
  for (let i = 0; i < LIMITS.code.most; i++) limit.take('code', `2001:db8:0:1::${i}`);
  expect(limit.take('code', '2001:db8:0:1:ffff::1')).toBeGreaterThan(0);
  expect(limit.take('code', '2001:db8:0:2::1')).toBe(0);
});
