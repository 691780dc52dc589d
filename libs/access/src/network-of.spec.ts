import { expect, it } from 'vitest';

import { networkOf } from './network-of.js';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2::3', '20010db800010002/64'],
  ['2001:db8:1:2:ffff::9', '20010db800010002/64'],
  ['2001:db8:1:3::3', '20010db800010003/64'],
  ['not an address', 'unknown'],
  [null, 'unknown'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
