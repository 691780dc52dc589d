import type { Instant } from '@lazaret/kernel';

import { Chance } from './chance.js';
import { PORT_BLOCK, type DemoLine } from './provider.js';

/** One RADIUS session: what a line held from `from` until `to` (null while it lasts). */
export interface DemoSession {
  readonly line: DemoLine;
  readonly id: string;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly address4: string | null;
  readonly ports: { readonly from: number; readonly to: number } | null;
  readonly prefix6: string | null;
  /** Its later records never reached the accounting server: nobody can say how long it held the address. */
  readonly lost: boolean;
}

const DAY = 86_400_000;

/**
 * The sessions of `days` days until `now`. Every line is disconnected once a day in the small hours, as many providers
 * do, and gets another address from the pool: who asks for an address without the time gets the wrong line.
 */
export function sessions(
  lines: readonly DemoLine[],
  seed: number,
  now: Instant,
  days: number,
): DemoSession[] {
  const midnight = Math.floor(now.getTime() / DAY) * DAY;
  const all: DemoSession[] = [];
  for (let day = -days; day <= 0; day++) {
    const chance = new Chance(seed * 1_000 + day + days);
    const pool = chance.shuffle(
      Array.from({ length: 510 }, (_, i) => `198.18.${(i + 1) >> 8}.${(i + 1) & 255}`),
    );
    const blocks = chance.shuffle(sharedBlocks());
    for (const line of lines) {
      const from = new Date(midnight + day * DAY + 3 * 3_600_000 + line.number * 5_000);
      if (from >= now) continue;
      // Everybody is off for two minutes before the next session.
      const next = new Date(from.getTime() + DAY - 120_000);
      const block = line.access === 'cgnat' ? blocks.pop() : undefined;
      all.push({
        line,
        id: `${line.nas}-${line.ref}-${from.toISOString().slice(0, 10)}`,
        from,
        to: next < now ? next : null,
        address4: line.access === 'dynamic' ? (pool.pop() ?? null) : (block?.address ?? line.address4),
        ports: block ? { from: block.from, to: block.from + PORT_BLOCK.size - 1 } : null,
        prefix6: line.prefix6,
        lost: day === -1 && line.access === 'dynamic' && line.number % 97 === 0,
      });
    }
  }
  return all;
}

function sharedBlocks(): { address: string; from: number }[] {
  return Array.from({ length: 4 }, (_, host) => `192.0.2.${host + 1}`).flatMap((address) =>
    Array.from({ length: PORT_BLOCK.perAddress }, (_, block) => ({
      address,
      from: PORT_BLOCK.first + block * PORT_BLOCK.size,
    })),
  );
}

/** The accounting records of these sessions after one instant and until another, in the layout of FreeRADIUS's `detail` module. */
export function* detail(of: readonly DemoSession[], after: Instant, now: Instant): Generator<string> {
  const events = of.flatMap((session) => {
    const interims: { at: Instant; kind: string; session: DemoSession }[] = [];
    const start = { at: session.from, kind: 'Start', session };
    if (session.lost) return [start];
    const end = session.to ?? now;
    for (let t = session.from.getTime() + 6 * 3_600_000; t < end.getTime(); t += 6 * 3_600_000)
      interims.push({ at: new Date(t), kind: 'Interim-Update', session });
    return [start, ...interims, ...(session.to ? [{ at: session.to, kind: 'Stop', session }] : [])];
  });
  for (const { at, kind, session } of events.sort((a, b) => a.at.getTime() - b.at.getTime()))
    if (at > after && at <= now) yield record(session, kind, at);
}

function record(session: DemoSession, kind: string, at: Instant): string {
  const { line } = session;
  const attributes = [
    ['Acct-Status-Type', kind],
    ['Acct-Session-Id', quoted(session.id)],
    ['User-Name', quoted(line.userName)],
    ['NAS-Identifier', quoted(line.nas)],
    ['NAS-IP-Address', line.nas === 'bng-north' ? '198.51.100.241' : '198.51.100.242'],
    ['Event-Timestamp', quoted(stamp(at))],
    ['Acct-Session-Time', String(Math.round((at.getTime() - session.from.getTime()) / 1000))],
    // A session behind the NAT has an inside address nobody outside ever sees, and a port range on a shared one.
    ['Framed-IP-Address', session.ports ? inside(line) : session.address4],
    ['Huawei-NAT-Public-Address', session.ports ? session.address4 : null],
    ['Huawei-NAT-Start-Port', session.ports ? String(session.ports.from) : null],
    ['Huawei-NAT-End-Port', session.ports ? String(session.ports.to) : null],
    ['Delegated-IPv6-Prefix', session.prefix6],
    ['Timestamp', String(Math.floor(at.getTime() / 1000))],
  ] as const;
  const body = attributes
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `\t${name} = ${value}\n`);
  return `${at.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 $4')}\n${body.join('')}\n`;
}

function inside(line: DemoLine): string {
  return `100.64.${line.number >> 8}.${line.number & 255}`;
}

function quoted(text: string): string {
  return `"${text}"`;
}

/** `Nov 12 2026 09:41:07 UTC`, as FreeRADIUS prints dates. */
function stamp(at: Instant): string {
  return at.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$2 $1 $3 $4 UTC');
}
