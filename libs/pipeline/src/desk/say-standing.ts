import type { Badge, CaseStanding, CaseWords } from '@lazaret/cases';
import type { GardenFacts } from '@lazaret/garden';
import type { GardenState, Instant } from '@lazaret/kernel';
import {
  cameToNothing,
  confinedUntil,
  isOut,
  ladderNotices,
  reflect,
  SAFETY,
  type Decision,
  type Facts,
  type Policy,
} from '@lazaret/policy';

type Stay = NonNullable<GardenFacts['stay']>;

/** A case that was just decided, and what its facts do not tell. */
export interface DecidedFacts {
  readonly caseId: number;
  readonly facts: Facts;
  readonly decision: Pick<Decision, 'state' | 'tier' | 'actions' | 'wakeAt'>;
  /** Of the line: the stay that goes on, or the last one, whichever case it is for. */
  readonly stay: Stay | null;
  readonly words: Pick<CaseWords, 'asked' | 'actedAt' | 'waitingFrom'>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BADGE_OF = { cleaned: 'asked', 'not-me': 'appeal', call: 'call' } as const;

/** What somebody asked for and nobody has answered, and when the line is let out if nobody does. */
export interface OpenAsk {
  readonly kind: keyof typeof BADGE_OF;
  readonly at: Instant;
  readonly releasesAt: Instant | null;
}

/**
 * For whom or what a case waits, what it looks like at a glance, and what happens next by itself. People first: who asked
 * comes before anything the network or the ladder does. Nothing is called confined before the network said so.
 */
export function sayStanding(of: DecidedFacts, policy: Policy, now: Instant): CaseStanding {
  const facts = reflect(of.facts, of.decision, now);
  const next = nextStep(of, facts, policy, now);
  const nobody = { waits: 'nobody', badgeSince: null, waitingSince: null, next } as const;
  if (facts.state === 'closed') return { ...nobody, badge: 'closed' };
  const ask = openAsk(facts, of.words, ownStay(of, facts), policy);
  if (ask !== null) return { ...nobody, waits: 'person', badge: BADGE_OF[ask.kind], waitingSince: ask.at };
  if (facts.state === 'cleared') return { ...nobody, badge: 'clear' };
  const letters = sayLetters(facts, policy);
  return (
    sayGarden(of, facts, letters, nobody, policy, now) ??
    sayDesk(of, facts, letters, nobody, now) ??
    (facts.observing ? { ...nobody, badge: 'observing' } : null) ?? {
      ...nobody,
      waits: letters.told ? 'subscriber' : 'nobody',
      badge: letters.badge,
    }
  );
}

/** @param stay of this case; null when the line is held for another, or not at all */
export function openAsk(
  facts: { readonly garden: Pick<Facts['garden'], 'releaseAskedAt'> },
  words: DecidedFacts['words'],
  stay: Pick<Stay, 'wantedWhy'> | null,
  policy: Policy,
): OpenAsk | null {
  const { asked, actedAt } = words;
  const wantedAt = stay === null ? null : facts.garden.releaseAskedAt;
  const releasesAt = wantedAt === null ? null : unansweredAt(wantedAt, policy);
  // It is let out in time whether or not somebody talks with them; what was talked about waits for nobody any more.
  if (wantedAt !== null && (actedAt === null || actedAt < wantedAt))
    return { kind: stay?.wantedWhy === 'not-me' ? 'not-me' : 'cleaned', at: wantedAt, releasesAt };
  return asked === null ? null : { ...asked, releasesAt };
}

function unansweredAt(wantedAt: Instant, policy: Policy): Instant {
  const hours = Math.min(policy.garden.release_unanswered_hours, SAFETY.maxUnansweredHours);
  return new Date(wantedAt.getTime() + hours * HOUR_MS);
}

interface Letters {
  readonly badge: Badge;
  /** Something has gone out, or may have. */
  readonly told: boolean;
}

/** What the letters of the ladder came to. Planned is not told. */
function sayLetters(facts: Facts, policy: Policy): Letters {
  const letters = ladderNotices(facts, policy);
  const newest = letters.filter((letter) => isOut(letter) || cameToNothing(letter)).at(-1);
  const told = letters.some(isOut);
  const answered = facts.acknowledgedAt !== null && told && facts.acknowledgedAt >= lastOut(facts, policy);
  if (answered) return { badge: 'acknowledged', told };
  if (newest !== undefined && (newest.state === 'bounced' || newest.state === 'failed'))
    return { badge: 'bounced', told };
  if (isProtected(facts)) return { badge: 'protected', told };
  if (!told) return { badge: 'watching', told };
  return { badge: newest?.state === 'delivered' ? 'delivered' : 'told', told };
}

function lastOut(facts: Facts, policy: Policy): Instant {
  const out = ladderNotices(facts, policy)
    .filter(isOut)
    .map(({ settledAt, plannedAt }) => (settledAt ?? plannedAt).getTime());
  return new Date(Math.max(...out));
}

/** Where health or safety may depend on the line, or somebody said so. */
function isProtected({ line }: Facts): boolean {
  return line.class === 'protected' || (line.class === 'residential' && !line.confinable);
}

type Base = Pick<CaseStanding, 'badgeSince' | 'waitingSince' | 'next'> & { readonly waits: 'nobody' };

/** What the network does, or was asked to do, for this case. */
function sayGarden(
  of: DecidedFacts,
  facts: Facts,
  letters: Letters,
  base: Base,
  policy: Policy,
  now: Instant,
): CaseStanding | null {
  const stay = ownStay(of, facts);
  const since = stay?.confirmedAt ?? facts.garden.since;
  const held = { ...base, badge: 'confined', badgeSince: since } as const;
  const asked = { ...base, waits: 'network', badge: letters.badge } as const;
  switch (ownState(of, facts)) {
    case 'accepted':
    case 'active':
      return { ...held, waits: 'subscriber' };
    case 'releasing':
      // What was never confirmed is not called confined now.
      return stay?.confirmedAt ? { ...held, waits: 'network' } : asked;
    case 'requested':
    case 'no-session':
      return asked;
    case 'unknown':
      return { ...asked, badge: 'network' };
    case 'failed':
    case 'not-enforceable':
      return triesAgainAt(facts, policy) > now ? { ...asked, badge: 'network' } : null;
    case 'none':
    case 'released':
      return null;
  }
}

function sayDesk(
  { words, facts: before }: DecidedFacts,
  facts: Facts,
  letters: Letters,
  base: Base,
  now: Instant,
): CaseStanding | null {
  if (facts.state !== 'waiting') return null;
  const from = before.state === 'waiting' ? (words.waitingFrom ?? facts.openedAt) : now;
  if (words.actedAt !== null && words.actedAt >= from) return null;
  const badge = letters.badge === 'bounced' && !letters.told ? 'bounced' : 'desk';
  return { ...base, waits: 'person', badge, waitingSince: from };
}

function nextStep(of: DecidedFacts, facts: Facts, policy: Policy, now: Instant): CaseStanding['next'] {
  const { wakeAt } = of.decision;
  if (facts.state === 'closed') return { step: 'nothing', at: null };
  if (facts.state === 'cleared') {
    const closes = (facts.clearedAt ?? now).getTime() + policy.silence.close_after_days * DAY_MS;
    return { step: 'closes', at: new Date(closes) };
  }
  const { releaseAskedAt } = facts.garden;
  switch (ownState(of, facts)) {
    case 'accepted':
    case 'active':
    case 'no-session':
      return releaseAskedAt === null
        ? { step: 'stay-ends', at: ownStay(of, facts)?.endsAt ?? confinedUntil(of.facts, policy, now) }
        : { step: 'releases-itself', at: unansweredAt(releaseAskedAt, policy) };
    case 'requested':
    case 'unknown':
    case 'releasing':
      // When exactly, the network's own patience says; it changes without a decision.
      return releaseAskedAt === null
        ? { step: 'network-retry', at: null }
        : { step: 'releases-itself', at: unansweredAt(releaseAskedAt, policy) };
    case 'failed':
    case 'not-enforceable': {
      const again = triesAgainAt(facts, policy);
      if (again > now) return { step: 'network-retry', at: again };
      break;
    }
    case 'none':
    case 'released':
      break;
  }
  if (facts.observing && facts.state !== 'waiting') return { step: 'waits-for-activation', at: null };
  return wakeAt === null ? { step: 'nothing', at: null } : { step: 'decides-again', at: wakeAt };
}

/** Of the garden, as far as it is this case that holds the line. */
function ownState(of: DecidedFacts, facts: Facts): GardenState {
  return justConfined(of) || of.stay?.caseId === of.caseId ? facts.garden.state : 'none';
}

/** Null also for the stay that was just decided and has no row yet. */
function ownStay(of: DecidedFacts, facts: Pick<Facts, 'garden'>): Stay | null {
  return justConfined(of) || of.stay?.caseId !== of.caseId || facts.garden.state === 'none' ? null : of.stay;
}

function justConfined({ decision }: DecidedFacts): boolean {
  return decision.actions.some(({ kind }) => kind === 'confine');
}

function triesAgainAt({ garden }: Facts, policy: Policy): Instant {
  return new Date((garden.since?.getTime() ?? 0) + policy.garden.retry_hours * HOUR_MS);
}
