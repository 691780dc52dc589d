import { describe, expect, it } from 'vitest';

import { Lane } from './lane.js';

describe('a lane', () => {
  it('lets so many through at a time, in their order', async () => {
    const lane = new Lane(2);
    const through: string[] = [];
    const enter = (name: string): Promise<void> =>
      lane.enter(10_000).then((ok) => void (ok && through.push(name)));
    const all = ['a', 'b', 'c', 'd'].map(enter);
    await all[0];
    await all[1];
    expect(through).toEqual(['a', 'b']);
    lane.leave();
    await all[2];
    expect(through).toEqual(['a', 'b', 'c']);
    lane.leave();
    await all[3];
    lane.leave();
    lane.leave();
    expect(await lane.enter(0)).toBe(true);
  });

  it('sends those home who lose patience, and keeps their place for nobody', async () => {
    const lane = new Lane(1);
    expect(await lane.enter(0)).toBe(true);
    expect(await lane.enter(0)).toBe(false);
    lane.leave();
    expect(await lane.enter(0)).toBe(true);
  });

  it('sends everybody home when it closes', async () => {
    const lane = new Lane(1);
    await lane.enter(0);
    const waiting = [lane.enter(10_000), lane.enter(10_000)];
    lane.close();
    expect(await Promise.all(waiting)).toEqual([false, false]);
    expect(await lane.enter(10_000)).toBe(false);
  });
});
