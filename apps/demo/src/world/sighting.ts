import { HOUR } from '../calendar.js';
import { Chance } from '../chance.js';
import { isHeld } from '../provider.js';
import type { Sensor } from './happening.js';
import type { Session } from './session.js';

/** What a sensor wrote down of an infected device. It does not know the line; the demo does, to check on it. */
export interface Sighting {
  readonly at: number;
  readonly sensor: Sensor;
  readonly line: number;
  readonly address: string;
  readonly port: number;
  /** Index into the families of malware. */
  readonly family: number;
}

/**
 * What a sensor sees of a device behind this session; null when nothing reaches it. The leaky garden holds back what
 * goes to a command server, and the sinkhole stands where one was; attacks on anybody else still leave.
 */
export function sight(
  seed: number,
  { at, sensor, line, family }: Omit<Sighting, 'address' | 'port'>,
  session: Readonly<Session> | undefined,
): Sighting | null {
  if (!session || (sensor === 'sinkhole' && isHeld(session.filter))) return null;
  const chance = Chance.of(seed, 43, line, at / 1_000);
  const six = session.prefix6 !== null && session.ports === null && session.stuckUntil === null;
  const useSix = sensor === 'sinkhole' && six && chance.next() < 0.25;
  const host = chance.between(4_096, 65_535).toString(16);
  const address = useSix ? session.prefix6?.replace('::/56', `:0:5a3f:${host}:77`) : session.address4;
  if (address === null || address === undefined) return null;
  // A sensor's clock and the records' are seconds apart: near a change of hands nobody could say whose it was.
  if (at - session.from < 60_000 || session.to - at < 60_000) return null;
  const port = session.ports
    ? chance.between(session.ports.from, session.ports.to)
    : chance.between(1_024, 65_535);
  return { at, sensor, line, address, port, family };
}

/** How long sightings are kept after the reports on them were served. */
export const KEPT = 40 * HOUR;
