import { ACCESS_KINDS } from '@lazaret/kernel';

import type { SessionRecord } from './accounting-record.js';
import { keysOf, type HeldAddress } from './held-addresses.js';
import type { Holder } from './holder.js';
import type { LeaseKey } from './lease-key.js';
import { SERVICES, type Service } from './name-service.js';

/** How the start of a session is known, the best first. */
const START_BY = ['record', 'session-time', 'first-seen'] as const;
export type StartBy = (typeof START_BY)[number];

/** One life of an Acct-Session-Id on a NAS: what all its records together say. Instants in milliseconds. */
export interface Session {
  /** In the ledger; undefined while new. */
  readonly id?: number;
  readonly nas: string;
  readonly acctSessionId: string;
  readonly startedAt: number;
  readonly startBy: StartBy;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly stoppedAt: number | null;
  readonly holder: Holder;
  /** Of the record that named the holder. */
  readonly namedAt: number;
  /** Of its newest record; of two at one instant the one less surely `internet`. */
  readonly service: Service;
  /** Of its newest record, of two at one instant the greater; null while no record was looked at for it. */
  readonly profile: string | null;
  readonly profileAt: number | null;
  /** By `keyText`. */
  readonly leases: ReadonlyMap<string, SessionLease>;
}

/** What the records of a session say of one key. */
export interface SessionLease {
  readonly key: LeaseKey;
  readonly ports: { readonly from: number; readonly to: number } | null;
  /** The first and the last record that list it. */
  readonly firstAt: number;
  readonly certainTo: number;
  /** Where the first one is. */
  readonly fileId: number | null;
  readonly line: number | null;
}

/** Starts told by several records of one session differ by rounding and clock steps, never by as much as this. */
const SAME_START = 60_000;

/**
 * Adds records to the sessions they belong to. Every field is a minimum, a maximum or a best of what the records say,
 * so their order and their repetition do not matter; a session that learns nothing is handed back as the same object.
 *
 * Ids repeat after a reload, so a session is found by id *and* start, which is the record's time less its
 * Acct-Session-Time. A record that tells no start belongs to the session that was running then.
 *
 * @param known sessions of the ledger that have one of the records' (nas, Acct-Session-Id), all of one source.
 */
export function foldSessions(
  known: readonly Session[],
  records: readonly SessionRecord[],
  fileId: number | null,
): Session[] {
  const sessions = new Map<string, Session[]>();
  for (const session of known) lives(sessions, session).push(session);
  const inOrder = [...records].sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const record of inOrder) {
    const candidates = lives(sessions, record);
    const at = findLife(candidates, record);
    const before = candidates[at];
    if (before) candidates[at] = add(before, record, fileId);
    else candidates.push(add(begin(record), record, fileId));
  }
  return [...sessions.values()].flat();
}

/** From when a session holds one of its leases: from its start if no record ever lacked it, else from the first with it. */
export function heldFrom(session: Session, lease: SessionLease): number {
  return lease.firstAt === session.firstAt ? Math.min(session.startedAt, lease.firstAt) : lease.firstAt;
}

export function keyText(key: LeaseKey): string {
  return `${key.protocol}/${key.class}/${key.k}/${key.k2}`;
}

function lives(sessions: Map<string, Session[]>, of: { nas: string; acctSessionId: string }): Session[] {
  const id = JSON.stringify([of.nas, of.acctSessionId]);
  const found = sessions.get(id) ?? [];
  sessions.set(id, found);
  return found;
}

/** Index of the session the record belongs to, -1 for a new one. */
function findLife(candidates: readonly Session[], record: SessionRecord): number {
  const at = record.at.getTime();
  const start = startOf(record);
  if (start === undefined) {
    const running = latest(
      candidates,
      (s) => s.startedAt <= at && (s.stoppedAt === null || at <= s.stoppedAt + SAME_START),
    );
    return running;
  }
  const same = latest(candidates, (s) => Math.abs(s.startedAt - start) <= SAME_START);
  if (same >= 0) return same;
  // A session of which only the middle is known may begin anywhere before, unless another one lies between.
  const next = earliest(candidates, (s) => s.startedAt > start);
  return candidates[next]?.startBy === 'first-seen' ? next : -1;
}

function latest(sessions: readonly Session[], fits: (s: Session) => boolean): number {
  return sessions.reduce(
    (best, s, i) => (fits(s) && s.startedAt >= (sessions[best]?.startedAt ?? -Infinity) ? i : best),
    -1,
  );
}

function earliest(sessions: readonly Session[], fits: (s: Session) => boolean): number {
  return sessions.reduce(
    (best, s, i) => (fits(s) && s.startedAt < (sessions[best]?.startedAt ?? Infinity) ? i : best),
    -1,
  );
}

function startOf(record: SessionRecord): number | undefined {
  if (record.kind === 'start') return record.at.getTime();
  return record.sessionSeconds === undefined ? undefined : record.at.getTime() - record.sessionSeconds * 1000;
}

function startByOf(record: SessionRecord): StartBy {
  if (record.kind === 'start') return 'record';
  return record.sessionSeconds === undefined ? 'first-seen' : 'session-time';
}

function begin(record: SessionRecord): Session {
  const at = record.at.getTime();
  return {
    nas: record.nas,
    acctSessionId: record.acctSessionId,
    startedAt: startOf(record) ?? at,
    startBy: startByOf(record),
    firstAt: at,
    lastAt: at,
    stoppedAt: null,
    holder: record.holder,
    namedAt: at,
    service: record.service,
    profile: record.profile,
    profileAt: at,
    leases: new Map(),
  };
}

function add(session: Session, record: SessionRecord, fileId: number | null): Session {
  const at = record.at.getTime();
  const named = betterName(session, record, at) ? { holder: record.holder, namedAt: at } : undefined;
  const next: Session = {
    ...session,
    ...betterStart(session, record),
    ...named,
    ...newerProfile(session, record, at),
    service: newerService(session, record, at),
    firstAt: Math.min(session.firstAt, at),
    lastAt: Math.max(session.lastAt, at),
    stoppedAt: record.kind === 'stop' ? Math.min(session.stoppedAt ?? at, at) : session.stoppedAt,
    leases: addLeases(session.leases, record.held, { at, fileId, line: record.line }),
  };
  return sameFacts(session, next) ? session : next;
}

function betterStart(
  session: Session,
  record: SessionRecord,
): { startedAt: number; startBy: StartBy } | undefined {
  const start = startOf(record);
  const by = startByOf(record);
  const [mine, theirs] = [START_BY.indexOf(session.startBy), START_BY.indexOf(by)];
  const at = start ?? record.at.getTime();
  return theirs < mine || (theirs === mine && at < session.startedAt)
    ? { startedAt: at, startBy: by }
    : undefined;
}

/** The better kind names the holder, of equal kinds the earlier record. */
function betterName(session: Session, record: SessionRecord, at: number): boolean {
  const [mine, theirs] = [
    ACCESS_KINDS.indexOf(session.holder.kind),
    ACCESS_KINDS.indexOf(record.holder.kind),
  ];
  if (theirs !== mine) return theirs < mine;
  return at < session.namedAt || (at === session.namedAt && record.holder.value < session.holder.value);
}

function newerService(session: Session, record: SessionRecord, at: number): Service {
  if (at !== session.lastAt) return at > session.lastAt ? record.service : session.service;
  return SERVICES.indexOf(record.service) > SERVICES.indexOf(session.service)
    ? record.service
    : session.service;
}

function newerProfile(
  session: Session,
  record: SessionRecord,
  at: number,
): { profile: string; profileAt: number } | undefined {
  const [before, beforeAt] = [session.profile ?? '', session.profileAt ?? -Infinity];
  return at > beforeAt || (at === beforeAt && record.profile > before)
    ? { profile: record.profile, profileAt: at }
    : undefined;
}

function addLeases(
  leases: ReadonlyMap<string, SessionLease>,
  held: readonly HeldAddress[],
  from: { at: number; fileId: number | null; line: number },
): ReadonlyMap<string, SessionLease> {
  if (held.length === 0) return leases;
  const next = new Map(leases);
  for (const one of held)
    for (const key of keysOf(one)) {
      const before = next.get(keyText(key));
      const first = !before || from.at < before.firstAt;
      next.set(keyText(key), {
        key,
        ports: one.ports ? { from: one.ports.from, to: one.ports.to } : null,
        firstAt: Math.min(before?.firstAt ?? from.at, from.at),
        certainTo: Math.max(before?.certainTo ?? from.at, from.at),
        fileId: first ? from.fileId : before.fileId,
        line: first ? from.line : before.line,
      });
    }
  return next;
}

function sameFacts(a: Session, b: Session): boolean {
  return (
    a.startedAt === b.startedAt &&
    a.startBy === b.startBy &&
    a.firstAt === b.firstAt &&
    a.lastAt === b.lastAt &&
    a.stoppedAt === b.stoppedAt &&
    a.namedAt === b.namedAt &&
    a.service === b.service &&
    a.profile === b.profile &&
    a.profileAt === b.profileAt &&
    a.holder.kind === b.holder.kind &&
    a.holder.value === b.holder.value &&
    a.leases.size === b.leases.size &&
    [...b.leases].every(([text, lease]) => {
      const before = a.leases.get(text);
      return before?.firstAt === lease.firstAt && before.certainTo === lease.certainTo;
    })
  );
}
