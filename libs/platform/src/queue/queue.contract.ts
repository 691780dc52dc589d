import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import type { Queue, QueuedJob, Work } from './queue.js';

/** What every queue promises. `open` gives one that is empty; the suite closes it. */
export function queueContract(name: string, open: () => Promise<Queue>): void {
  describe(`a queue ${name}`, () => {
    let queue: Queue;
    let works: Work[] = [];
    let round = 0;
    beforeAll(async () => {
      queue = await open();
    });
    // Each test has a queue of its own, so that no test waits for another's jobs.
    const fresh = (): string => `q${(round += 1)}`;
    const work = async (
      line: string,
      handle: (job: QueuedJob) => Promise<void>,
      concurrency = 1,
    ): Promise<Work> => {
      const started = await queue.work(line, handle, { concurrency });
      works.push(started);
      return started;
    };
    afterEach(async () => {
      await Promise.all(works.map((w) => w.stop()));
      works = [];
    });
    afterAll(() => queue.close());

    it('hands each job to a worker of its queue, once', async () => {
      const [line, other] = [fresh(), fresh()];
      const [seen, seenThere]: [QueuedJob[], QueuedJob[]] = [[], []];
      await work(line, async (job) => void seen.push(job), 4);
      await work(other, async (job) => void seenThere.push(job));
      const sent = many(60);
      await queue.add(line, sent);
      await queue.add(other, [job(1000)]);
      await vi.waitFor(() => expect([seen.length, seenThere.length]).toEqual([60, 1]), WAIT);
      expect(seen.sort((a, b) => a.outboxId - b.outboxId)).toEqual(sent);
    });

    it('keeps jobs until a worker comes, and takes none as none', async () => {
      const line = fresh();
      await queue.add(line, []);
      await queue.add(line, many(3));
      const seen: number[] = [];
      await work(line, async (j) => void seen.push(j.outboxId));
      await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]), WAIT);
    });

    it('holds a waiting job once, whoever adds it again', async () => {
      const line = fresh();
      await queue.add(line, [job(1), job(1)]);
      await queue.add(line, [job(1), job(2)]);
      const seen: number[] = [];
      await work(line, async (j) => void seen.push(j.outboxId));
      await vi.waitFor(() => expect(seen).toContain(2), WAIT);
      expect(seen).toEqual([1, 2]);
    });

    it('holds a running job once', async () => {
      const line = fresh();
      const gate = barrier();
      const seen: number[] = [];
      await work(line, async (j) => {
        seen.push(j.outboxId);
        await gate.opened;
      });
      await queue.add(line, [job(1)]);
      await vi.waitFor(() => expect(seen).toEqual([1]), WAIT);
      await queue.add(line, [job(1), job(2)]);
      gate.open();
      await vi.waitFor(() => expect(seen).toEqual([1, 2]), WAIT);
    });

    it('takes a job again once it has ended, well or not', async () => {
      const line = fresh();
      const seen: string[] = [];
      await work(line, async (j) => {
        seen.push(`${j.outboxId}`);
        if (j.outboxId === 2) throw new Error('handler failed');
      });
      for (const times of [2, 4]) {
        await queue.add(line, [job(1), job(2)]);
        await vi.waitFor(() => expect(seen).toHaveLength(times), WAIT);
        await vi.waitFor(async () => expect((await queue.depth(line)).active).toBe(0), WAIT);
      }
      expect(seen).toEqual(['1', '2', '1', '2']);
    });

    it('takes another try of a row as another job', async () => {
      const line = fresh();
      await queue.add(line, [job(1), { ...job(1), attempt: 1 }]);
      const seen: number[] = [];
      await work(line, async (j) => void seen.push(j.attempt));
      await vi.waitFor(() => expect(seen).toEqual([0, 1]), WAIT);
    });

    it('works at as many jobs at once as told, and no more', async () => {
      const line = fresh();
      const gate = barrier();
      let [now, most] = [0, 0];
      await work(
        line,
        async () => {
          most = Math.max(most, (now += 1));
          await gate.opened;
          now -= 1;
        },
        3,
      );
      await queue.add(line, many(9));
      await vi.waitFor(() => expect(now).toBe(3), WAIT);
      gate.open();
      await vi.waitFor(
        async () => expect(await queue.depth(line)).toMatchObject({ waiting: 0, active: 0 }),
        WAIT,
      );
      expect(most).toBe(3);
    });

    it('tells how many wait and how long', async () => {
      const line = fresh();
      expect(await queue.depth(line)).toEqual({ waiting: 0, active: 0, oldestWaitingMs: null });
      await queue.add(line, many(5));
      const depth = await queue.depth(line);
      expect(depth).toMatchObject({ waiting: 5, active: 0 });
      expect(depth.oldestWaitingMs).toBeGreaterThanOrEqual(0);
      expect(depth.oldestWaitingMs).toBeLessThan(10_000);
    });

    it('stops when told: takes no more, and waits for what runs', async () => {
      const line = fresh();
      const gate = barrier();
      const ended: number[] = [];
      let begun = 0;
      const crew = await work(line, async (j) => {
        begun += 1;
        await gate.opened;
        ended.push(j.outboxId);
      });
      await queue.add(line, many(3));
      await vi.waitFor(() => expect(begun).toBe(1), WAIT);
      let stopped = false;
      const stop = crew.stop().then(() => (stopped = true));
      await queue.depth(line);
      expect(stopped).toBe(false);
      gate.open();
      await stop;
      expect(ended).toEqual([1]);
      expect((await queue.depth(line)).waiting).toBe(2);
    });

    it('forgets everything when wiped, and goes on with what is added afterwards', async () => {
      const line = fresh();
      const gate = barrier();
      const seen: number[] = [];
      await work(line, async (j) => {
        seen.push(j.outboxId);
        await gate.opened;
      });
      await queue.add(line, many(4));
      await vi.waitFor(() => expect(seen).toEqual([1]), WAIT);
      await queue.wipe();
      expect(await queue.depth(line)).toMatchObject({ waiting: 0, active: 0 });
      gate.open();
      await queue.add(line, [job(2)]);
      await vi.waitFor(() => expect(seen).toEqual([1, 2]), WAIT);
    });
  });
}

const WAIT = { timeout: 15_000, interval: 5 };
const job = (outboxId: number): QueuedJob => ({ outboxId, attempt: 0, job: 'notice.send' });
const many = (count: number): QueuedJob[] => Array.from({ length: count }, (_, i) => job(i + 1));

/** Handlers wait at it until the test lets them go on. */
function barrier(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
