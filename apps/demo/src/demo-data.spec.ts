import { describe, expect, it } from 'vitest';

import { provider } from './provider.js';
import { reports } from './reports.js';
import { detail, sessions } from './sessions.js';

const now = new Date('2026-11-12T10:00:00Z');
const lines = provider(7);
const held = sessions(lines, 7, now, 5);

describe('the demo provider', () => {
  it('is the same for every run with one seed, and another with another', () => {
    const make = (seed: number): string =>
      JSON.stringify(reports(provider(seed), sessions(provider(seed), seed, now, 5), seed, now, 4));
    expect(make(7)).toBe(make(7));
    expect(make(8)).not.toBe(make(7));
  });

  it('has 500 lines of every class', () => {
    expect(lines).toHaveLength(500);
    expect(new Set(lines.map((line) => line.class)).size).toBe(6);
    expect(new Set(lines.map((line) => line.prefix6)).size).toBeGreaterThan(350);
  });

  it('never gives one address and port to two lines at once', () => {
    const open = held.filter((session) => session.to === null && session.address4 !== null);
    const keys = open.map((session) => `${session.address4} ${session.ports?.from ?? '*'}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(450);
  });

  it('writes accounting in order, each session once from Start to Stop', () => {
    const records = [...detail(held, new Date(0), now)];
    const stamps = records.map((text) => Number(/Timestamp = (\d+)/.exec(text)?.[1]));
    expect([...stamps].sort((a, b) => a - b)).toEqual(stamps);
    const starts = records.filter((text) => text.includes('= Start')).length;
    expect(starts).toBe(held.length);
    expect(records.filter((text) => text.includes('= Stop')).length).toBeLessThan(starts);
  });

  it('writes every record once when it is asked day by day', () => {
    const noon = new Date('2026-11-10T12:00:00Z');
    const parts = [...detail(held, new Date(0), noon), ...detail(held, noon, now)];
    expect(parts).toEqual([...detail(held, new Date(0), now)]);
  });

  it('serves a day’s reports in the morning after', () => {
    const served = reports(lines, held, 7, now, 4).map(({ name, servedAt }) => [
      name.slice(0, 10),
      servedAt.toISOString(),
    ]);
    expect(served[0]).toEqual(['2026-11-08', '2026-11-09T10:00:00.000Z']);
    expect(served.at(-1)).toEqual(['2026-11-11', now.toISOString()]);
  });

  it('reports nothing from the future', () => {
    for (const { csv, servedAt } of reports(lines, held, 7, now, 4))
      for (const [stamp] of csv.matchAll(/(?<=^")2026-[^"]+/gm))
        expect(new Date(`${stamp}Z`) <= servedAt).toBe(true);
  });
});
