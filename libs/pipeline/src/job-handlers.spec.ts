import { describe, expect, it } from 'vitest';

import { Broken } from '@lazaret/kernel';

import {
  bindHandlers,
  FakeQueue,
  JobMetrics,
  Metrics,
  Runner,
  type Database,
  type JobHandler,
} from '@lazaret/platform';

import { jobHandlers } from './job-handlers.js';
import { jobs } from './jobs.js';

const steps = {
  get: (): never => {
    throw new Broken('no step is needed to bind a handler');
  },
};
const all = jobHandlers(steps, () => new Date('2026-11-12T10:00:00Z'));

/** A worker's runner, as far as it goes before it is started. */
function runnerWith(given: readonly JobHandler<typeof jobs>[]): Runner<typeof jobs> {
  return new Runner({
    catalogue: jobs,
    handlers: given,
    database: {} as Database,
    queue: new FakeQueue(),
    metrics: new JobMetrics(new Metrics().registry),
    onError: () => undefined,
  });
}

function problemsOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error instanceof Broken ? error.problems : error;
  }
  return [];
}

describe('the worker', () => {
  it('does every job of the catalogue', () => {
    expect([...bindHandlers(jobs, all).keys()].sort()).toEqual(Object.keys(jobs.jobs).sort());
    expect(problemsOf(() => runnerWith(all))).toEqual([]);
  });

  it.each(all.map(({ job }) => job))('does not start without a handler for %s', (job) => {
    const others = all.filter((handler) => handler.job !== job);
    expect(problemsOf(() => runnerWith(others))).toEqual([{ at: `job ${job}`, message: 'has no handler' }]);
  });

  it.each(all)('does not start with two handlers for $job', (handler) => {
    expect(problemsOf(() => runnerWith([...all, handler]))).toEqual([
      { at: `job ${handler.job}`, message: 'has 2 handlers; keep one' },
    ]);
  });
});
