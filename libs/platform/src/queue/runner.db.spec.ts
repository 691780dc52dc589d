import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

import { Broken } from '@lazaret/kernel';
import { freshDatabase } from '@lazaret/testing';

import { deliveryContract } from './delivery.contract.js';
import { FakeQueue } from './fake-queue.js';
import { defineJobs } from './job-catalogue.js';
import { JobMetrics } from './queue.metrics.js';
import { Runner } from './runner.js';

deliveryContract(
  'in memory',
  () => Promise.resolve(new FakeQueue()),
  (queue) => queue.wipe(),
);

describe('Runner', () => {
  it('is not made while a job has no handler', async () => {
    const fresh = await freshDatabase();
    const catalogue = defineJobs({
      queues: { notices: { concurrency: 1 } },
      jobs: { 'notice.send': { queue: 'notices', attempts: 1, backoffSeconds: () => 1 } },
    });
    const make = (): unknown =>
      new Runner({
        catalogue,
        handlers: [],
        database: fresh.database,
        queue: new FakeQueue(),
        metrics: new JobMetrics(new Registry()),
        onError: () => undefined,
      });
    expect(make).toThrow(Broken);
    await fresh.close();
  });
});
