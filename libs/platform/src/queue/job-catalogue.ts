import { Broken, type Problem } from '@lazaret/kernel';

/** How one kind of job is tried. */
export interface JobRule<QueueName extends string = string> {
  readonly queue: QueueName;
  /** Tries in all, the first one included. */
  readonly attempts: number;
  /** Seconds of real time to wait after try number `tried` (from 1) met passing trouble. */
  readonly backoffSeconds: (tried: number) => number;
}

/** A line of work with its own workers. */
export interface QueueRule {
  /** Jobs of this queue handled at once in one process. */
  readonly concurrency: number;
}

/** Every queue and every kind of job there is. The types of `Outbox.put` and of the handlers follow from it. */
export interface JobCatalogue {
  readonly queues: Readonly<Record<string, QueueRule>>;
  readonly jobs: Readonly<Record<string, JobRule>>;
}

export type JobName<C extends JobCatalogue> = keyof C['jobs'] & string;
export type QueueName<C extends JobCatalogue> = keyof C['queues'] & string;

/** The most ids one outbox row, and so one job, carries. */
export const IDS_A_JOB = 50;

// The name becomes part of a BullMQ job id, which may not hold `:`; `-` stands for the dot there.
const JOB = /^[a-z]+\.[a-z]+$/;
const QUEUE = /^[a-z]+$/;

/**
 * The catalogue, checked.
 * @throws Broken naming every job or queue that is wrong.
 */
export function defineJobs<
  const Q extends Readonly<Record<string, QueueRule>>,
  const J extends Readonly<Record<string, JobRule<keyof Q & string>>>,
>(catalogue: { readonly queues: Q; readonly jobs: J }): { readonly queues: Q; readonly jobs: J } {
  const problems: Problem[] = [];
  for (const [name, rule] of Object.entries(catalogue.queues)) {
    const at = `queue ${name}`;
    if (!QUEUE.test(name)) problems.push({ at, message: 'name it with small letters only' });
    if (!isCount(rule.concurrency)) problems.push({ at, message: 'concurrency is a whole number from 1' });
    if (!Object.values(catalogue.jobs).some((job) => job.queue === name))
      problems.push({ at, message: 'no job uses it; remove it' });
  }
  for (const [name, rule] of Object.entries(catalogue.jobs)) {
    const at = `job ${name}`;
    if (!JOB.test(name)) problems.push({ at, message: 'name it noun.verb, small letters only' });
    if (!Object.hasOwn(catalogue.queues, rule.queue))
      problems.push({ at, message: `there is no queue ${rule.queue}` });
    if (!isCount(rule.attempts)) problems.push({ at, message: 'attempts is a whole number from 1' });
  }
  if (problems.length > 0) throw new Broken('the job catalogue is wrong', { problems });
  return catalogue;
}

/** What a handler is told beside its ids. */
export interface JobContext {
  /** Aborted when the claim is lost or the process has to stop: give up and throw. */
  readonly signal: AbortSignal;
  readonly outboxId: number;
  /** Earlier tries of this row: 0 at the first. */
  readonly attempt: number;
}

/**
 * Does one job. Returning settles it; `Unavailable` (or an error of no family) tries again later; `Refused` and
 * `Broken` put it aside for the desk. It may be run again after a crash: running twice must change nothing.
 */
export type HandleJob = (ids: readonly number[], context: JobContext) => Promise<void>;

export interface JobHandler<C extends JobCatalogue = JobCatalogue> {
  readonly job: JobName<C>;
  readonly handle: HandleJob;
}

/**
 * Gives each job its one handler.
 * @throws Broken naming every job without a handler, with two, and every handler without a job.
 */
export function bindHandlers<C extends JobCatalogue>(
  catalogue: C,
  handlers: readonly JobHandler<C>[],
): ReadonlyMap<string, HandleJob> {
  const problems: Problem[] = [];
  for (const job of Object.keys(catalogue.jobs)) {
    const count = handlers.filter((handler) => handler.job === job).length;
    if (count === 0) problems.push({ at: `job ${job}`, message: 'has no handler' });
    if (count > 1) problems.push({ at: `job ${job}`, message: `has ${count} handlers; keep one` });
  }
  for (const { job } of handlers)
    if (!Object.hasOwn(catalogue.jobs, job))
      problems.push({ at: `job ${job}`, message: 'is not in the catalogue' });
  if (problems.length > 0) throw new Broken('every job needs exactly one handler', { problems });
  return new Map(handlers.map(({ job, handle }) => [job, handle]));
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
