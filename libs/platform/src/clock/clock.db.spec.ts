import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { Refused, Unavailable, type Instant } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Listener } from '../queue/listener.js';
import { advanceClock, type AdvanceOptions } from './advance-clock.js';
import { DomainClock, readClock, setClock } from './domain-clock.js';

const WAIT = { timeout: 10_000, interval: 5 };
const at = (time: string): Instant => new Date(`2026-11-12T${time}:00Z`);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());
afterEach(() => setClock(fresh.database, null));

describe('DomainClock', () => {
  let listener: Listener;
  let clock: DomainClock;
  const errors: string[] = [];
  const start = async (): Promise<void> => {
    listener = new Listener({ url: fresh.url, onError: (name) => errors.push(name) });
    clock = await DomainClock.follow({
      database: fresh.database,
      listener,
      onError: (name) => errors.push(name),
    });
    listener.start();
  };
  afterEach(async () => {
    await clock.stop();
    await listener.stop();
    errors.length = 0;
  });

  it('is the time of the machine while nobody set it', async () => {
    await start();
    const before = Date.now();
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
    expect(clock.now().getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('is right from the first look on', async () => {
    await setClock(fresh.database, at('10:00'));
    await start();
    expect(clock.now()).toEqual(at('10:00'));
  });

  it('follows when it is set, and when it is real again', async () => {
    await start();
    for (const time of ['10:00', '11:00', '12:00']) {
      await setClock(fresh.database, at(time));
      await vi.waitFor(() => expect(clock.now()).toEqual(at(time)), WAIT);
    }
    await setClock(fresh.database, null);
    await vi.waitFor(() => expect(clock.now().getTime()).toBeGreaterThan(Date.now() - 60_000), WAIT);
  });

  it('follows after its connection was cut', async () => {
    await start();
    const cut = (): Promise<{ pid: number }[]> =>
      fresh.database.query(
        `select pid, pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'lazaret listener'`,
      );
    await vi.waitFor(async () => expect(await cut()).toHaveLength(1), WAIT);
    await setClock(fresh.database, at('10:00'));
    await vi.waitFor(() => expect(clock.now()).toEqual(at('10:00')), WAIT);
    expect(errors).toContain('listener');
  });
});

describe('setClock', () => {
  it('never lets time go back', async () => {
    await setClock(fresh.database, at('10:00'));
    await expect(setClock(fresh.database, at('09:59'))).rejects.toThrow(Refused);
    await setClock(fresh.database, at('10:00'));
    expect(await readClock(fresh.database)).toEqual(at('10:00'));
  });
});

describe('advanceClock', () => {
  /** A house with dated work; `busy` says how many looks each piece of work takes, and `then` what it brings. */
  function house(work: readonly Instant[], then: (done: Instant) => Instant[] = () => []) {
    let waiting = [...work];
    let busy = 0;
    const done: Instant[] = [];
    const turn = async (): Promise<void> => {
      const now = await readClock(fresh.database);
      const due = waiting.filter((w) => now !== null && w <= now);
      waiting = [...waiting.filter((w) => !due.includes(w)), ...due.flatMap(then)];
      done.push(...due);
      busy = due.length > 0 ? 3 : Math.max(0, busy - 1);
    };
    const options = (to: Instant): AdvanceOptions => ({
      to,
      pollMs: 1,
      nextDue: async () => {
        await turn();
        return waiting.length === 0 ? null : new Date(Math.min(...waiting.map(Number)));
      },
      isQuiet: () => Promise.resolve(busy === 0),
    });
    return { done, options };
  }

  it('stops at every due instant, in order, and ends at its goal', async () => {
    await setClock(fresh.database, at('08:00'));
    const { done, options } = house([at('11:00'), at('09:00'), at('13:00')]);
    const steps: Instant[] = [];
    const moves = await advanceClock(fresh.database, {
      ...options(at('12:00')),
      onStep: (s) => steps.push(s),
    });
    expect(steps).toEqual([at('08:00'), at('09:00'), at('11:00'), at('12:00')]);
    expect(moves).toBe(3);
    expect(done).toEqual([at('09:00'), at('11:00')]);
    expect(await readClock(fresh.database)).toEqual(at('12:00'));
  });

  it('does what work brings on the way, also at the goal itself', async () => {
    await setClock(fresh.database, at('08:00'));
    const next = new Map([
      [at('09:00').getTime(), at('09:30')],
      [at('09:30').getTime(), at('10:00')],
      [at('10:00').getTime(), at('10:00')],
    ]);
    const { done, options } = house([at('09:00')], (w) => {
      const brought = next.get(w.getTime());
      next.delete(w.getTime());
      return brought === undefined ? [] : [brought];
    });
    await advanceClock(fresh.database, options(at('10:00')));
    expect(done).toEqual([at('09:00'), at('09:30'), at('10:00'), at('10:00')]);
  });

  it('refuses a real clock and a goal behind', async () => {
    const { options } = house([]);
    await expect(advanceClock(fresh.database, options(at('10:00')))).rejects.toThrow(Refused);
    await setClock(fresh.database, at('11:00'));
    await expect(advanceClock(fresh.database, options(at('10:00')))).rejects.toThrow(Refused);
  });

  it('gives up on a house that never rests, where it stands', async () => {
    await setClock(fresh.database, at('08:00'));
    const restless = {
      ...house([]).options(at('10:00')),
      isQuiet: () => Promise.resolve(false),
      patienceMs: 30,
    };
    await expect(advanceClock(fresh.database, restless)).rejects.toThrow(Unavailable);
    expect(await readClock(fresh.database)).toEqual(at('08:00'));
  });
});
