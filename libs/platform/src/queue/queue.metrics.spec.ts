import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

import { Unavailable } from '@lazaret/kernel';

import type { OutboxState } from './outbox.js';
import { gaugeOutbox, JobMetrics } from './queue.metrics.js';

describe('JobMetrics', () => {
  it('counts by job and event', async () => {
    const registry = new Registry();
    const metrics = new JobMetrics(registry);
    metrics.count('notice.send', 'settled');
    metrics.count('notice.send', 'settled');
    metrics.ran('notice.send', 0.2);
    const text = await registry.metrics();
    expect(text).toContain('lazaret_job_events_total{job="notice.send",event="settled"} 2');
    expect(text).toContain('lazaret_job_seconds_count{job="notice.send"} 1');
  });
});

describe('gaugeOutbox', () => {
  it('reads when asked, and keeps the last value while PostgreSQL is away', async () => {
    const registry = new Registry();
    let state: OutboxState | undefined = { unsettled: 3, failed: 1, oldestDueMs: 2_500 };
    gaugeOutbox(registry, () =>
      state === undefined ? Promise.reject(new Unavailable('away')) : Promise.resolve(state),
    );
    const shown = [
      'lazaret_outbox_rows{state="unsettled"} 3',
      'lazaret_outbox_rows{state="failed"} 1',
      'lazaret_outbox_oldest_due_seconds 2.5',
    ];
    for (const line of shown) expect(await registry.metrics()).toContain(line);
    state = undefined;
    for (const line of shown) expect(await registry.metrics()).toContain(line);
    state = { unsettled: 0, failed: 1, oldestDueMs: null };
    expect(await registry.metrics()).toContain('lazaret_outbox_oldest_due_seconds 0');
  });
});
