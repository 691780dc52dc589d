import { describe, expect, it } from 'vitest';

import { judgeReceipt, OUTAGE_RETRY_MS, RETRY_AFTER_MS } from './judge-receipt.js';

describe('judging a receipt', () => {
  it.each([
    [
      { outcome: 'accepted', response: '250 ok', remoteId: 'A1' } as const,
      1,
      { state: 'sent', remoteId: 'A1', retryMs: null },
    ],
    [{ outcome: 'unanswered', response: '' } as const, 1, { state: 'uncertain', retryMs: null }],
    [
      { outcome: 'unreachable', response: '' } as const,
      99,
      { state: 'planned', counted: false, retryMs: OUTAGE_RETRY_MS },
    ],
    [
      { outcome: 'refused', permanent: true, badAddress: true, response: '' } as const,
      1,
      { state: 'failed', badAddress: true },
    ],
    [
      { outcome: 'refused', permanent: false, badAddress: false, response: '' } as const,
      1,
      { state: 'planned', counted: true, retryMs: 60_000 },
    ],
    [
      { outcome: 'refused', permanent: false, badAddress: false, response: '' } as const,
      RETRY_AFTER_MS.length,
      { state: 'planned' },
    ],
    [
      { outcome: 'refused', permanent: false, badAddress: false, response: '' } as const,
      RETRY_AFTER_MS.length + 1,
      { state: 'failed' },
    ],
  ])('%j at attempt %i', (receipt, attempt, verdict) => {
    expect(judgeReceipt(receipt, attempt)).toMatchObject(verdict);
  });

  it('waits longer each time, and gives up after about two days', () => {
    expect([...RETRY_AFTER_MS].sort((a, b) => a - b)).toEqual(RETRY_AFTER_MS);
    expect(RETRY_AFTER_MS.reduce((sum, ms) => sum + ms, 0) / 3_600_000).toBeCloseTo(46.35, 1);
  });
});
