import { GARDEN_STATES } from '@lazaret/kernel';
import { describe, expect, it } from 'vitest';

import { gardenSign, isUnderWay } from './line-sign.js';

describe('gardenSign', () => {
  it('is violet only for what the network has said it holds', () => {
    expect(GARDEN_STATES.filter((state) => gardenSign(state)?.tone === 'confined')).toEqual(['accepted', 'active']);
  });
  it('says nothing of a line that is open', () => {
    expect([gardenSign('none'), gardenSign('released')]).toEqual([null, null]);
  });
}); // prettier-ignore

it('looks again while the network has not answered', () => {
  expect(GARDEN_STATES.filter(isUnderWay)).toEqual(['requested', 'releasing', 'unknown']);
});
