import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Claim } from './claim.js';
import { defineJobs, type HandleJob } from './job-catalogue.js';
import { Loop } from './loop.js';
import { Outbox } from './outbox.js';
import { JobMetrics, type JobEvent } from './queue.metrics.js';
import type { Queue } from './queue.js';
import { Relay } from './relay.js';
import { Runner } from './runner.js';

const catalogue = defineJobs({
  queues: { notices: { concurrency: 4 } },
  jobs: { 'notice.send': { queue: 'notices', attempts: 3, backoffSeconds: () => 0.02 } },
});
const outbox = new Outbox(catalogue);
const LEASE_MS = 600;
const WAIT = { timeout: 20_000, interval: 10 };
const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Nothing lost, nothing twice, over any queue. `wipe` empties the queue behind everybody's back. */
export function deliveryContract(
  name: string,
  open: (url: string) => Promise<Queue>,
  wipe: (queue: Queue) => Promise<void>,
): void {
  describe(`delivery over a queue ${name}`, () => {
    let fresh: FreshDatabase;
    let queue: Queue;
    let stops: (() => Promise<unknown>)[] = [];
    let registry: Registry;
    beforeAll(async () => {
      fresh = await freshDatabase();
      queue = await open(fresh.url);
    });
    afterEach(async () => {
      for (const stop of stops.reverse()) await stop();
      stops = [];
      await wipe(queue);
      await fresh.database.run((tx) => tx.execute('delete from platform.outbox'));
    });
    afterAll(async () => {
      await queue.close();
      await fresh.close();
    });

    const put = (all: readonly number[]): Promise<void> =>
      fresh.database.run(async (tx) => {
        for (const id of all) await outbox.put(tx, 'notice.send', [id]);
      });
    const relay = (): void => {
      const { database } = fresh;
      const moving = new Relay({
        catalogue,
        database,
        queue,
        metrics,
        batch: 50,
        leaseMs: LEASE_MS,
        addAgainMs: 300,
      });
      const loop = new Loop({ name: 'relay', run: () => moving.turn(), onError: ignore, pollMs: 20 });
      loop.start();
      stops.push(() => loop.stop());
    };
    const runner = async (handle: HandleJob): Promise<Runner<typeof catalogue>> => {
      const handlers = [{ job: 'notice.send', handle }] as const;
      const { database } = fresh;
      const running = new Runner({
        catalogue, handlers, database, queue, metrics, onError: ignore, leaseMs: LEASE_MS,
      }); // prettier-ignore
      await running.start();
      stops.push(() => running.stop(5_000));
      return running;
    };
    const allSettled = (): Promise<void> =>
      vi.waitFor(
        async () => expect(await outbox.state(fresh.database)).toMatchObject({ unsettled: 0 }),
        WAIT,
      );
    const events = async (event: JobEvent): Promise<number> => {
      const metric = await registry.getSingleMetric('lazaret_job_events_total')?.get();
      return metric?.values.find((v) => v.labels['event'] === event)?.value ?? 0;
    };
    let metrics: JobMetrics;
    beforeAll(() => {
      registry = new Registry();
      metrics = new JobMetrics(registry);
    });
    afterEach(() => registry.resetMetrics());

    it('does everything once', async () => {
      const done: number[] = [];
      relay();
      await runner(async (got) => void done.push(...got));
      await fresh.database.run((tx) => outbox.put(tx, 'notice.send', ids(5_000)));
      await allSettled();
      expect(done.sort((a, b) => a - b)).toEqual(ids(5_000));
      expect([await events('added'), await events('settled')]).toEqual([100, 100]);
    });

    it('does everything once with two workers and two relays', async () => {
      const done: number[] = [];
      relay();
      relay();
      await runner(async (got) => void done.push(...got));
      await runner(async (got) => void done.push(...got));
      await put(ids(100));
      await allSettled();
      expect(done.sort((a, b) => a - b)).toEqual(ids(100));
    });

    it('does everything once while the queue is wiped under it, again and again', async () => {
      const done: number[] = [];
      relay();
      await runner(async (got) => {
        await breath();
        done.push(...got);
      });
      await put(ids(300));
      for (const mark of [20, 120, 220]) {
        await vi.waitFor(() => expect(done.length).toBeGreaterThan(mark), WAIT);
        await wipe(queue);
      }
      await allSettled();
      expect(done.sort((a, b) => a - b)).toEqual(ids(300));
    });

    it('does a job once of which the queue gives out a second copy', async () => {
      await put([1]);
      const [row] = await fresh.database.query<{ id: number }>('select id from platform.outbox');
      const job = { outboxId: row?.id ?? 0, attempt: 0, job: 'notice.send' };
      const done: number[] = [];
      const gate = barrier();
      let begun = 0;
      await runner(async (got) => {
        begun += 1;
        await gate.opened;
        done.push(...got);
      });
      const copy = async (): Promise<void> => {
        await wipe(queue);
        await queue.add('notices', [job]);
        await vi.waitFor(async () => expect((await queue.depth('notices')).waiting).toBe(0), WAIT);
      };
      await copy();
      await vi.waitFor(() => expect(begun).toBe(1), WAIT);
      await copy();
      await vi.waitFor(async () => expect((await queue.depth('notices')).active).toBe(0), WAIT);
      gate.open();
      await allSettled();
      await copy();
      await vi.waitFor(async () => expect((await queue.depth('notices')).active).toBe(0), WAIT);
      expect([begun, done]).toEqual([1, [1]]);
    });

    it('gives to another what a worker that died had claimed, and does not hear the dead one', async () => {
      await put([1]);
      const [row] = await fresh.database.query<{ id: number }>('select id from platform.outbox');
      const dead = await Claim.take(fresh.database, { outboxId: row?.id ?? 0, attempt: 0 }, LEASE_MS);
      expect(dead?.ids).toEqual([1]);
      const done: [number, number][] = [];
      relay();
      const begun = performance.now();
      await runner(async (got, { attempt }) => void done.push([got[0] ?? 0, attempt]));
      await allSettled();
      expect(performance.now() - begun).toBeGreaterThan(LEASE_MS / 2);
      expect(done).toEqual([[1, 1]]);
      expect(await events('abandoned')).toBe(1);
      expect([await dead?.extend(), await dead?.settle(), await dead?.fail('x')]).toEqual([
        false,
        false,
        false,
      ]);
    });

    it('keeps a slow job with its worker for as long as that lives', async () => {
      let runs = 0;
      const gate = barrier();
      relay();
      await runner(async () => {
        runs += 1;
        await gate.opened;
      });
      await put([1]);
      const claimed = async (): Promise<number> => {
        const [row] = await fresh.database.query<{ at: Date | null }>(
          'select claimed_until as at from platform.outbox',
        );
        return row?.at?.getTime() ?? 0;
      };
      await vi.waitFor(async () => expect(await claimed()).toBeGreaterThan(0), WAIT);
      const first = await claimed();
      await vi.waitFor(async () => expect(await claimed()).toBeGreaterThan(first + LEASE_MS), WAIT);
      gate.open();
      await allSettled();
      expect([runs, await events('abandoned'), await events('settled')]).toEqual([1, 0, 1]);
    });

    it('tries passing trouble again, a limited number of times', async () => {
      const tries: number[] = [];
      relay();
      await runner(async (got, { attempt }) => {
        tries.push(attempt);
        if (got[0] === 1 && attempt < 2) throw new Unavailable('not now');
        if (got[0] === 2) throw new Error('of no family');
      });
      await put([1, 2]);
      await allSettled();
      expect(tries.sort()).toEqual([0, 0, 1, 1, 2, 2]);
      const failed = await outbox.failed(fresh.database, 10);
      expect(failed).toMatchObject([{ ids: [2], attempt: 3, error: 'unknown: Error: of no family' }]);
      expect([await events('retried'), await events('failed'), await events('settled')]).toEqual([4, 1, 1]);
    });

    it.each([
      [
        'Refused',
        new Refused('no such notice <jane@example.net>'),
        'refused: Refused: no such notice <[address]>',
      ],
      ['Broken', new Broken('a defect'), 'broken: Broken: a defect'],
    ])('puts %s aside at once, without what is personal', async (_family, error, brief) => {
      let runs = 0;
      relay();
      await runner(async () => {
        runs += 1;
        throw error;
      });
      await put([1]);
      await allSettled();
      expect(runs).toBe(1);
      expect(await outbox.failed(fresh.database, 10)).toMatchObject([{ ids: [1], attempt: 1, error: brief }]);
    });

    it('stops: lets the running jobs end, and leaves the others for the next', async () => {
      const done: number[] = [];
      const gate = barrier();
      let begun = 0;
      relay();
      const first = await runner(async (got) => {
        begun += 1;
        await gate.opened;
        done.push(...got);
      });
      await put(ids(12));
      await vi.waitFor(() => expect(begun).toBe(4), WAIT);
      const stopped = first.stop(5_000);
      gate.open();
      expect(await stopped).toBe(true);
      expect(done).toHaveLength(4);
      await runner(async (got) => void done.push(...got));
      await allSettled();
      expect(done.sort((a, b) => a - b)).toEqual(ids(12));
    });

    it('stops a job that will not end by its signal, and tries it again afterwards', async () => {
      let begun = 0;
      relay();
      const first = await runner(
        (_got, { signal }) =>
          new Promise((_resolve, reject) => {
            begun += 1;
            signal.addEventListener('abort', () => reject(new Unavailable('asked to stop')));
          }),
      );
      await put([1]);
      await vi.waitFor(() => expect(begun).toBe(1), WAIT);
      await first.stop(50);
      const done: number[] = [];
      await runner(async (got) => void done.push(...got));
      await allSettled();
      expect(done).toEqual([1]);
    });
  });
}

const ignore = (): void => undefined;

/** Handlers wait at it until the test lets them go on. */
function barrier(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Lets sockets and timers have a turn, as a real call outside would. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
