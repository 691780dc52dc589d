import type { LineCase } from '@lazaret/cases';
import type { GardenFacts } from '@lazaret/garden';
import type { GardenState, Instant } from '@lazaret/kernel';
import type { NoticeFact } from '@lazaret/notices';

/** Is anything held back by us: yes, to be, no longer for long, nobody can say, no. */
export type Limited = 'yes' | 'asked' | 'ending' | 'unsure' | 'no';
/** What there is to say; `nothing`: not limited by us, and nothing sent in 30 days. */
export type HelpVerdict = 'limited' | 'told' | 'released' | 'clear' | 'nothing';

/** What is known of a line and of whoever has it. */
export interface HelpFacts {
  readonly garden: GardenFacts;
  /** Of whoever has the line, the newest first. */
  readonly cases: readonly LineCase[];
  /** Their letters that left, or may have, whenever; the newest first. */
  readonly letters: readonly NoticeFact[];
}

export interface HelpJudgement {
  readonly limited: Limited;
  readonly verdict: HelpVerdict;
  /** What it is about. */
  readonly case: LineCase | null;
  /** Since when the verdict is so. */
  readonly since: Instant | null;
  /** When a stay ends by itself. */
  readonly endsAt: Instant | null;
  /** Of the last 30 days. */
  readonly sent: readonly NoticeFact[];
  /** Seen again after the line was let out. */
  readonly seenSinceRelease: boolean;
}

const SPOKEN_OF_MS = 30 * 24 * 3_600_000;
/** Said only after the network said so: what it was merely asked for is not held back. */
const LIMITED: Readonly<Record<GardenState, Limited>> = {
  none: 'no',
  requested: 'asked',
  accepted: 'yes',
  active: 'yes',
  releasing: 'ending',
  released: 'no',
  failed: 'no',
  unknown: 'unsure',
  'no-session': 'asked',
  'not-enforceable': 'no',
};

/** The answer for somebody who calls, before it is put into words. */
export function judgeHelpline({ garden, cases, letters }: HelpFacts, now: Instant): HelpJudgement {
  const limited = LIMITED[garden.state];
  const sent = letters.filter(({ sentAt, settledAt }) => isLately(sentAt ?? settledAt, now));
  const { stay } = garden;
  const heldFor = stay === null ? null : (cases.find(({ id }) => id === stay.caseId) ?? null);
  const base = { limited, sent, endsAt: null, seenSinceRelease: false };
  if (limited !== 'no')
    return {
      ...base,
      verdict: 'limited',
      case: heldFor,
      since: (limited === 'asked' ? null : stay?.confirmedAt) ?? garden.since,
      endsAt: limited === 'ending' ? null : (stay?.endsAt ?? null),
    };
  // What an earlier subscriber went through is nobody's business: a stay speaks only with a case of theirs.
  const isOut = stay !== null && heldFor !== null && stay.confirmedAt !== null && isLately(stay.overAt, now);
  if (isOut)
    return {
      ...base,
      verdict: 'released',
      case: heldFor,
      since: stay.overAt,
      seenSinceRelease: stay.overAt !== null && cases.some((one) => isAfter(one.lastSeenAt, stay.overAt)),
    };
  const written = new Set(letters.map(({ caseId }) => caseId));
  const open = cases.filter(({ state }) => state !== 'cleared' && state !== 'closed');
  const told = open.find(({ id }) => written.has(id));
  if (told)
    return { ...base, verdict: 'told', case: told, since: letters.find(({ caseId }) => caseId === told.id)?.sentAt ?? null };
  const over = cases.find((one) => written.has(one.id) && isLately(one.clearedAt ?? one.closedAt, now));
  if (over) return { ...base, verdict: 'clear', case: over, since: over.clearedAt ?? over.closedAt };
  const [last] = sent;
  if (last) {
    const about = cases.find(({ id }) => id === last.caseId) ?? null;
    return { ...base, verdict: 'clear', case: about, since: about?.clearedAt ?? about?.closedAt ?? null };
  }
  return { ...base, verdict: 'nothing', case: open[0] ?? null, since: null };
} // prettier-ignore

function isLately(at: Instant | null, now: Instant): boolean {
  return at !== null && now.getTime() - at.getTime() < SPOKEN_OF_MS;
}

function isAfter(at: Instant | null, than: Instant | null): boolean {
  return at !== null && than !== null && at > than;
}
