import { DAY, HOUR } from '../calendar.js';
import { Chance } from '../chance.js';
import type { Sensor } from './happening.js';

/** When an infected device would be seen on a day, and by whom. @param day its midnight */
export function beacons(
  seed: number,
  line: number,
  day: number,
): readonly { readonly at: number; readonly sensor: Sensor }[] {
  const chance = Chance.of(seed, 41, line, day / DAY);
  const times = (sensor: Sensor, likely: number, most: number): { at: number; sensor: Sensor }[] =>
    chance.next() < likely
      ? Array.from({ length: chance.between(1, most) }, () => ({
          at: day + chance.between(60, 86_340) * 1_000,
          sensor,
        }))
      : [];
  return [
    ...times('sinkhole', 0.9, 3),
    // Something is seen in the evening of nearly every day: devices are on then.
    ...(chance.next() < 0.7
      ? [{ at: day + 18 * HOUR + chance.between(0, 4 * 3_600) * 1_000, sensor: 'sinkhole' as const }]
      : []),
    ...times('honeypot', 0.55, 2),
  ];
}
