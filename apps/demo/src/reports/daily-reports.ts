import { DAY, HOUR, isWednesday, MORNING } from '../calendar.js';
import { Chance } from '../chance.js';
import type { World } from '../world/world.js';
import { FAMILIES, type Family } from './families.js';
import { writeCsv, type ReportType } from './layouts.js';
import { refusals } from './refusals.js';
import {
  attacked,
  called,
  found,
  guessed,
  HACKED_SITE,
  OPEN_RESOLVER,
  OPEN_TELNET,
  type Row,
} from './rows.js';

/** The feeds of the demo: two that see the same thing by themselves, so that two independent sources agree. */
export const FEEDS = ['shadowserver', 'tarpit'] as const;
export type FeedName = (typeof FEEDS)[number];

/** The report types that somebody at the provider has looked at and activated. Open Telnet is new, and only observed. */
export const ACTIVE_TYPES: Readonly<Record<FeedName, readonly ReportType[]>> = {
  shadowserver: ['event4_sinkhole', 'event6_sinkhole', 'scan_dns', 'compromised_website'],
  tarpit: ['event4_honeypot_brute_force'],
};

/** A report as a feed serves it. */
export interface DemoReport {
  readonly feed: FeedName;
  readonly name: string;
  readonly csv: string;
}

/** Scans come at the beginning, and then once a week. */
const SCANNED_UNTIL = Date.parse('2026-11-12T00:00:00Z');

/**
 * What the feeds serve in the morning after a day: what the sensors saw of infected lines, open services, a hacked shop,
 * brute force from two hotels, and every week each kind of row that must be refused rather than guessed.
 * @param day its midnight
 */
export function dailyReports(world: World, day: number): DemoReport[] {
  const chance = Chance.of(world.seed, 53, day / DAY);
  const date = new Date(day).toISOString().slice(0, 10);
  const seen = world.seenOn(day);
  const sinkhole = seen.filter(({ sensor }) => sensor === 'sinkhole');
  const six = (address: string): boolean => address.includes(':');
  const family = (index: number): Family => FAMILIES[index] ?? FAMILIES[0];
  const report = (feed: FeedName, type: ReportType, rows: readonly Row[]): DemoReport => ({
    feed,
    name: `${date}-${type}-northlight.csv`,
    csv: writeCsv(type, rows),
  });
  const calls = (which: boolean): Row[] =>
    sinkhole
      .filter(({ address }) => six(address) === which)
      .map((one) => called(one.at, one.address, one.port, family(one.family)));
  const odd = isWednesday(day) ? refusals(day, day + DAY + MORNING, world.lostOn(day)) : [];
  return [
    report('shadowserver', 'event4_sinkhole', [...calls(false), ...odd]),
    report('shadowserver', 'event6_sinkhole', calls(true)),
    ...scans(world, day, chance).map(([type, rows]) => report('shadowserver', type, rows)),
    report('tarpit', 'event4_honeypot_brute_force', [
      ...seen
        .filter(({ sensor }) => sensor === 'honeypot')
        .map((one) => attacked(one.at, one.address, one.port, family(one.family))),
      ...hotels(world, day, chance),
    ]),
  ];
}

/** What is found on the addresses that lines have at noon. */
function scans(world: World, day: number, chance: Chance): (readonly [ReportType, Row[]])[] {
  if (day >= SCANNED_UNTIL && !isWednesday(day)) return [];
  const open = Chance.of(world.seed, 59)
    .shuffle(world.lines.filter((line) => line.access === 'static' || line.class === 'residential'))
    .filter((line) => line.access !== 'cgnat' && line.access !== 'nightly')
    .slice(0, 17);
  const shops = world.lines.filter((line) => line.class === 'business').slice(0, 1);
  const on = (lines: typeof open, what: Row): Row[] =>
    lines.flatMap((line) => {
      const session = world.session(line.number);
      const at = day + chance.between(2 * 3_600, 20 * 3_600) * 1_000;
      return session?.address4 && session.from < at ? [found(at, session.address4, what)] : [];
    });
  // needs-port: thirty-two lines share this address, and a scan knows only the port that listens.
  const shared = isWednesday(day) ? [found(day + 23 * HOUR, '192.0.2.2', OPEN_RESOLVER)] : [];
  return [
    ['scan_dns', [...on(open.slice(0, 12), OPEN_RESOLVER), ...shared]],
    ['scan_telnet', on(open.slice(12), OPEN_TELNET)],
    ['compromised_website', on(shops, HACKED_SITE)],
  ];
}

/** Guests try passwords, for some days; then somebody asks them to stop. */
function hotels(world: World, day: number, chance: Chance): Row[] {
  return world.lines
    .filter((line) => line.class === 'shared')
    .slice(0, 2)
    .flatMap((line, n) => {
      const session = world.session(line.number);
      const at = day + chance.between(2 * 3_600, 22 * 3_600) * 1_000;
      const over = Date.parse('2026-11-15T00:00:00Z') + n * 8 * DAY;
      return session?.address4 && session.from < at && day < over
        ? [guessed(at, session.address4, chance)]
        : [];
    });
}
