import type { CaseState, GardenState, Instant, LineClass, Permission, ThreatClass } from '@lazaret/kernel';
import { SAFETY } from '@lazaret/policy';

import type { Forbidden } from './not-allowed.js';

/** What the desk can do with a case. */
export const CASE_ACTIONS = [
  'release',
  'confine',
  'call-back',
  'acknowledge',
  'safety',
  'not-me',
  'withdraw',
] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** Without it an action is not offered. */
export const ACTION_NEEDS: Readonly<Record<CaseAction, Permission>> = {
  release: 'garden.release',
  confine: 'garden.confine',
  'call-back': 'case.act',
  acknowledge: 'case.act',
  safety: 'garden.release',
  'not-me': 'case.act',
  withdraw: 'case.act',
};

/** What decides about actions on a case. */
export interface ActionFacts {
  readonly class: ThreatClass;
  readonly state: CaseState;
  readonly observing: boolean;
  /** Attached now. */
  readonly sightings: number;
  readonly lastSeenAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  /** The newest evidence that counts towards the garden. */
  readonly lastProofAt: Instant | null;
  readonly line: {
    readonly class: LineClass;
    readonly confinable: boolean;
    /** A person signed for it. */
    readonly isProtected: boolean;
  };
  readonly garden: {
    /** Of the line, whatever its cases. */
    readonly state: GardenState;
    /** There is a network that could confine, and nobody has stopped it. */
    readonly ready: boolean;
  };
  /** A confinement of this case waits for a second person. */
  readonly awaitsSecond: boolean;
}

export interface AllowedAction {
  readonly action: CaseAction;
  readonly allowed: boolean;
  readonly forbidden: Forbidden | null;
  readonly needsSecond: boolean;
}

const HOUR_MS = 3_600_000;

/** Every action, and of those that are not possible the reason that comes first. */
export function allowActions(
  facts: ActionFacts,
  permissions: ReadonlySet<Permission>,
  now: Instant,
): AllowedAction[] {
  return CASE_ACTIONS.map((action) => {
    const forbidden = permissions.has(ACTION_NEEDS[action]) ? whyNot(action, facts, now) : 'no-permission';
    return { action, allowed: forbidden === null, forbidden, needsSecond: action === 'confine' };
  });
}

/** Why an action is not possible as things are, whoever asks; null when it is. */
export function whyNot(action: CaseAction, facts: ActionFacts, now: Instant): Forbidden | null {
  const isOver = facts.state === 'cleared' || facts.state === 'closed';
  switch (action) {
    // A line that is held is let out whatever became of the case.
    case 'release':
      return isHeld(facts.garden.state) ? null : 'not-confined';
    case 'confine':
      return isOver ? 'case-is-over' : whyNotConfine(facts, now);
    case 'call-back':
    case 'not-me':
      return isOver ? 'case-is-over' : null;
    case 'acknowledge':
      if (isOver) return 'case-is-over';
      return isAcknowledged(facts) ? 'already-acknowledged' : null;
    case 'safety':
      return facts.line.isProtected ? 'line-is-protected' : null;
    case 'withdraw':
      return facts.sightings === 0 ? 'no-evidence' : null;
  }
}

/** The laws of the garden, for two people as for the machine: the reasons that never pass come first. */
function whyNotConfine(facts: ActionFacts, now: Instant): Forbidden | null {
  const { line, garden, lastProofAt } = facts;
  if (facts.class !== 'infected' || (line.class !== 'residential' && line.class !== 'protected'))
    return 'line-class';
  if (!line.confinable) return 'line-is-protected';
  if (isHeld(garden.state) || garden.state === 'releasing') return 'already-confined';
  if (facts.awaitsSecond) return 'waits-for-approval';
  if (!garden.ready) return 'no-network';
  const fresh =
    lastProofAt !== null && now.getTime() - lastProofAt.getTime() <= SAFETY.maxEvidenceHours * HOUR_MS;
  return facts.observing || !fresh ? 'no-evidence' : null;
}

/** Held, or on its way in: there is something to let out. */
function isHeld(state: GardenState): boolean {
  switch (state) {
    case 'requested':
    case 'accepted':
    case 'active':
    case 'unknown':
    case 'no-session':
      return true;
    case 'none':
    case 'releasing':
    case 'released':
    case 'failed':
    case 'not-enforceable':
      return false;
  }
}

function isAcknowledged({ acknowledgedAt, lastSeenAt }: ActionFacts): boolean {
  return acknowledgedAt !== null && (lastSeenAt === null || acknowledgedAt >= lastSeenAt);
}
