import { describe, expect, it } from 'vitest';

import { Broken, type Problem } from '@lazaret/kernel';

import {
  bindHandlers,
  defineJobs,
  type JobCatalogue,
  type JobHandler,
  type JobName,
} from './job-catalogue.js';

const later = (): number => 1;
const jobs = defineJobs({
  queues: { intake: { concurrency: 1 }, notices: { concurrency: 4 } },
  jobs: {
    'feed.pull': { queue: 'intake', attempts: 5, backoffSeconds: later },
    'notice.send': { queue: 'notices', attempts: 8, backoffSeconds: (tried) => 2 ** tried },
  },
});

const problemsOf = (run: () => unknown): readonly Problem[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof Broken) return error.problems;
    throw error;
  }
  return [];
};
const handler = (job: string): JobHandler => ({ job, handle: () => Promise.resolve() });

describe('defineJobs', () => {
  it('gives the names as types', () => {
    const name: JobName<typeof jobs> = 'notice.send';
    expect(jobs.jobs[name].attempts).toBe(8);
    // @ts-expect-error the catalogue has no such job
    const none: JobName<typeof jobs> = 'notice.burn';
    expect(jobs.jobs).not.toHaveProperty([none]);
  });

  const rule = { queue: 'intake', attempts: 1, backoffSeconds: later };
  const intake = { intake: { concurrency: 1 } };
  it.each<[string, JobCatalogue, string]>([
    ['a job name with a colon', { queues: intake, jobs: { 'feed:pull': rule } }, 'job feed:pull'],
    ['a job of an unknown queue', { queues: {}, jobs: { 'feed.pull': rule } }, 'job feed.pull'],
    [
      'a job never tried',
      { queues: intake, jobs: { 'feed.pull': { ...rule, attempts: 0 } } },
      'job feed.pull',
    ],
    [
      'a queue nobody uses',
      { queues: { ...intake, idle: { concurrency: 1 } }, jobs: { 'feed.pull': rule } },
      'queue idle',
    ],
    [
      'a queue without workers',
      { queues: { intake: { concurrency: 0 } }, jobs: { 'feed.pull': rule } },
      'queue intake',
    ],
    [
      'a queue name with a colon',
      { queues: { 'a:b': { concurrency: 1 } }, jobs: { 'feed.pull': { ...rule, queue: 'a:b' } } },
      'queue a:b',
    ],
  ])('refuses %s', (_what, catalogue, at) => {
    expect(problemsOf(() => defineJobs(catalogue)).map((p) => p.at)).toEqual([at]);
  });
});

describe('bindHandlers', () => {
  it('finds the one handler of each job', () => {
    const bound = bindHandlers<JobCatalogue>(jobs, [handler('notice.send'), handler('feed.pull')]);
    expect([...bound.keys()].sort()).toEqual(['feed.pull', 'notice.send']);
  });

  it.each<[string, string[], Problem[]]>([
    ['a job without handler', ['feed.pull'], [{ at: 'job notice.send', message: 'has no handler' }]],
    [
      'a job with two',
      ['feed.pull', 'notice.send', 'notice.send'],
      [{ at: 'job notice.send', message: 'has 2 handlers; keep one' }],
    ],
    [
      'a handler of no job',
      ['feed.pull', 'notice.send', 'notice.burn'],
      [{ at: 'job notice.burn', message: 'is not in the catalogue' }],
    ],
  ])('refuses %s by name', (_what, names, problems) => {
    expect(problemsOf(() => bindHandlers<JobCatalogue>(jobs, names.map(handler)))).toEqual(problems);
  });
});
