import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { backoff, Loop, type LoopOptions } from './loop.js';

const errors: unknown[] = [];
let loop: Loop;
const start = (run: LoopOptions['run'], more: Partial<LoopOptions> = {}): void => {
  loop = new Loop({ name: 'test', run, onError: (name, error) => errors.push([name, error]), ...more });
  loop.start();
};

// Fake timers, but real ticks: a loop breathes by `setImmediate`.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  const stopped = loop.stop();
  vi.useRealTimers();
  await stopped;
  errors.length = 0;
});

describe('Loop', () => {
  it('runs again at once while there is work, then waits', async () => {
    const found = [true, true, false, false];
    let turns = 0;
    start(async () => found[turns++] ?? false);
    await ticks();
    expect(turns).toBe(3);
    await vi.advanceTimersByTimeAsync(999);
    expect(turns).toBe(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(turns).toBe(4);
  });

  it('is woken from its wait', async () => {
    let turns = 0;
    start(async () => (turns += 1) === 0, { pollMs: 3_600_000 });
    await ticks();
    loop.wake();
    await ticks();
    expect(turns).toBe(2);
  });

  it('hears a wake-up in the middle of a turn', async () => {
    let turns = 0;
    start(
      async () => {
        turns += 1;
        if (turns === 1) loop.wake();
        return false;
      },
      { pollMs: 3_600_000 },
    );
    await ticks();
    expect(turns).toBe(2);
  });

  it('tells of a failure, waits longer each time, and begins afresh after a good turn', async () => {
    const outcomes = ['bad', 'bad', 'good', 'bad', 'good'];
    let turns = 0;
    start(async () => {
      if (outcomes[turns++] === 'bad') throw new Error('down');
      return turns < 5;
    });
    const takes = async (ms: number, after: number): Promise<void> => {
      await vi.advanceTimersByTimeAsync(ms - 1);
      await ticks();
      expect(turns).toBe(after - 1);
      await vi.advanceTimersByTimeAsync(1);
      await ticks();
      expect(turns).toBeGreaterThanOrEqual(after);
    };
    await ticks();
    loop.wake();
    await takes(1_000, 2);
    await takes(2_000, 3);
    expect(turns).toBe(4);
    await takes(1_000, 5);
    expect(errors).toEqual(Array.from({ length: 3 }, () => ['test', new Error('down')]));
  });

  it('stops: asks the running turn to give up and waits for it, and keeps quiet about how it ended', async () => {
    let ended = false;
    start(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended = true;
            reject(new Error('gave up'));
          });
        }),
    );
    await ticks();
    await loop.stop();
    expect(ended).toBe(true);
    expect(errors).toEqual([]);
  });
});

describe('backoff', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [6, 30_000],
    [5_000, 30_000],
  ])('after %i failures is %i ms', (failures, ms) => {
    expect(backoff(failures, [1_000, 30_000])).toBe(ms);
  });
});

async function ticks(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}
