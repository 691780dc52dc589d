import type { CaseSnapshot } from '@lazaret/cases';
import type { ObservationRecord } from '@lazaret/feeds';
import { IpAddress, type Instant } from '@lazaret/kernel';
import { chooseRelease, type NoticeFact, type NoticePlan } from '@lazaret/notices';
import type { Action } from '@lazaret/policy';

import type { AboutCase } from './build-facts.js';

type Notify = Extract<Action, { kind: 'notify' }>;
const MOST_SIGHTINGS = 8;
/** Letters that no later one refers to: nobody has to be reminded of them, and they were no mistake. */
const NEWS = ['no-longer-seen', 'confined', 'released'];
const DAY_MS = 86_400_000;
const TRANSPORTS: Readonly<Record<number, 'tcp' | 'udp'>> = { 6: 'tcp', 17: 'udp' };

/** What a letter needs to know, from what the rooms know. `seen` are the case's newest observations, the newest first. */
export function planNotice(
  { template, round }: Notify,
  snapshot: CaseSnapshot,
  { line, notices, garden }: AboutCase,
  mayHold: boolean,
  seen: readonly ObservationRecord[],
  now: Instant,
): NoticePlan {
  const newest = seen[0];
  const wroteAt =
    notices
      .filter((letter) => !NEWS.includes(letter.template))
      .map(leftAt)
      .filter((at) => at !== null)
      .at(-1) ?? null;
  return {
    caseId: snapshot.caseId,
    lineId: snapshot.lineId,
    tenureId: snapshot.tenureId,
    template: template as NoticePlan['template'],
    round,
    locale: line.locale,
    timeZone: line.timeZone,
    brand: line.brand,
    dueAt: now,
    code: snapshot.code,
    class: snapshot.class,
    malware: snapshot.malware[0] ?? newest?.malware ?? null,
    identifier: newest?.identifier ?? null,
    type: newest?.type ?? null,
    // A correction speaks of evidence that is gone; its own time is then the day of the mistake.
    lastSeenAt: snapshot.lastSeenAt ?? wroteAt ?? snapshot.openedAt,
    wroteAt,
    mayHold,
    ...aboutStay(template, garden.stay, snapshot.caseId),
    sightings: template === 'business-first' ? seen.slice(0, MOST_SIGHTINGS).map(sightingOf) : [],
  };
}

/** Only the letters about the garden speak of it, and the one that says that all of it was a mistake. */
function aboutStay(template: string, stay: AboutCase['garden']['stay'], caseId: number): Partial<NoticePlan> {
  if (stay === null || stay.confirmedAt === null) return {};
  const { profile, confirmedAt, endsAt, overAt } = stay;
  const held = { profile, heldSince: confirmedAt, releasedAt: overAt };
  if (template === 'correction') return stay.caseId === caseId ? held : {};
  if (template === 'confined') {
    const days = Math.max(1, Math.round((endsAt.getTime() - confirmedAt.getTime()) / DAY_MS));
    return { ...held, endsAtLatestDays: days };
  }
  if (template === 'released') return { ...held, release: chooseRelease(stay.openWhy, stay.wantedWhy) };
  return {};
}

function sightingOf({
  seenAt,
  protocol,
  port,
  attributes,
}: ObservationRecord): NonNullable<NoticePlan['sightings']>[number] {
  return {
    seenAt,
    transport: TRANSPORTS[protocol] ?? 'other',
    sourcePort: port,
    destination: addressOf(attributes['destination.ip']),
    destinationPort: portOf(attributes['destination.port']),
  };
}

/** When a letter left, or may have: whoever got one must be told of it rather than not. */
function leftAt({ state, sentAt, settledAt, plannedAt }: NoticeFact): Instant | null {
  return sentAt ?? (state === 'uncertain' || state === 'sending' ? (settledAt ?? plannedAt) : null);
}

function addressOf(value: unknown): string | null {
  return typeof value === 'string' ? (IpAddress.tryParse(value)?.toString() ?? null) : null;
}

function portOf(value: unknown): number | null {
  const port = Number(value);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null;
}
