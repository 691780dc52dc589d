import { describe, expect, it } from 'vitest';

import { DAY, FIRST_MORNING, midnight } from '../calendar.js';
import { World } from '../world/world.js';
import { dailyReports, type DemoReport } from './daily-reports.js';

const first = FIRST_MORNING.getTime();

function reportsUntil(mornings: number, seed = 7): DemoReport[][] {
  const world = World.begin(seed);
  return Array.from({ length: mornings }, (_, i) => {
    const morning = first + i * DAY;
    while (world.now < morning) world.advance(morning);
    return dailyReports(world, midnight(morning) - DAY);
  });
}

const days = reportsUntil(4);
const rows = (csv: string): string[] => csv.trim().split('\n').slice(1);

describe('the reports of a morning', () => {
  it('are the same for every run with one seed, and others with another', () => {
    expect(reportsUntil(2)).toEqual(days.slice(0, 2));
    expect(reportsUntil(2, 8)).not.toEqual(days.slice(0, 2));
  });

  it('come from two feeds that see for themselves', () => {
    for (const reports of days) {
      expect(new Set(reports.map(({ feed }) => feed))).toEqual(new Set(['shadowserver', 'tarpit']));
      for (const { name, csv } of reports.filter(({ name }) => name.includes('event4')))
        expect([name, rows(csv).length > 3]).toEqual([name, true]);
    }
  });

  it('are of the day before, but for the rows that are wrong on purpose', () => {
    for (const [i, reports] of days.slice(0, 3).entries())
      for (const { csv } of reports)
        for (const [stamp] of csv.matchAll(/(?<=^")2026-[^"]{8,}/gm))
          expect(midnight(Date.parse(`${stamp}Z`))).toBe(midnight(first) + (i - 1) * DAY);
  });

  it('have each kind of row that must be refused, once a week', () => {
    const text = days.map((reports) => reports.map(({ csv }) => csv).join('\n'));
    for (const address of ['198.51.100.250', '203.0.113.70', '203.0.113.130', '203.0.113.9', '198.18.0.300'])
      expect(text.map((day) => day.includes(`"${address}"`))).toEqual([false, false, false, true]);
    expect(text[3]).toContain('yesterday');
  });
});
