import { defineJobs } from '@lazaret/platform';

/** Seconds to wait after a try that met passing trouble: 5 s, 20 s, 80 s … at most an hour. */
const patiently = (tried: number): number => Math.min(3_600, 5 * 4 ** (tried - 1));

/**
 * Every job there is. A name is a promise to rows that already stand in an outbox: changing one is a migration.
 * Start-up refuses a job without exactly one handler.
 */
export const jobs = defineJobs({
  queues: {
    intake: { concurrency: 2 },
    notices: { concurrency: 4 },
    garden: { concurrency: 2 },
    // Nobody waits to be let out because a NAS is slow to take others in.
    releases: { concurrency: 4 },
    desk: { concurrency: 1 },
  },
  jobs: {
    /** Fetch what a feed has that is new. The ids are feeds. */
    'feed.pull': { queue: 'intake', attempts: 4, backoffSeconds: patiently },
    /** Bring an archived report from rows to cases. The ids are reports. */
    'report.intake': { queue: 'intake', attempts: 8, backoffSeconds: patiently },
    /** Send notices. The ids are notices. A mail server away for a week must not use the tries up: about one an hour. */
    'notice.send': { queue: 'notices', attempts: 200, backoffSeconds: patiently },
    /** Speak to the network about stays in the garden. The ids are stays; what a network does is no failed try. */
    'line.confine': { queue: 'garden', attempts: 20, backoffSeconds: patiently },
    /** The same for stays that are to end. */
    'line.release': { queue: 'releases', attempts: 50, backoffSeconds: patiently },
    /** Do one thing with many cases. The ids are runs; one that was stopped goes on where it was. */
    'desk.bulk': { queue: 'desk', attempts: 20, backoffSeconds: patiently },
  },
});
export type Jobs = typeof jobs;
