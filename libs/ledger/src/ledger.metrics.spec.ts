import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

import { LedgerMetrics } from './ledger.metrics.js';

describe('attribution as numbers', () => {
  it('counts answers by outcome and source, and what was taken back', async () => {
    const registry = new Registry();
    const metrics = new LedgerMetrics(registry);
    metrics.answered([
      { outcome: 'line', source: 'bng', count: 7, withdrawn: 0 },
      { outcome: 'not-ours', source: null, count: 2, withdrawn: 1 },
    ]);
    const text = await registry.metrics();
    expect(text).toContain('lazaret_ledger_answers_total{outcome="line",source="bng"} 7');
    expect(text).toContain('lazaret_ledger_answers_total{outcome="not-ours",source="none"} 2');
    expect(text).toContain('lazaret_ledger_withdrawn_total{source="none"} 1');
  });
});
