import type { GardenState, Instant, LineClass } from '@lazaret/kernel';

/** For whom or what a case waits. */
export const WAITS = ['person', 'subscriber', 'network', 'nobody'] as const;
export type Waits = (typeof WAITS)[number];

/** What a case looks like at a glance. */
export const BADGES = [
  'asked',
  'appeal',
  'call',
  'desk',
  'network',
  'bounced',
  'broken',
  'confined',
  'told',
  'delivered',
  'acknowledged',
  'watching',
  'observing',
  'protected',
  'clear',
  'closed',
] as const;
export type Badge = (typeof BADGES)[number];

/** What happens next by itself. */
export const NEXT_STEPS = [
  'releases-itself',
  'stay-ends',
  'decides-again',
  'network-retry',
  'closes',
  'waits-for-activation',
  'nothing',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** Where a case stands for the people of the desk. */
export interface CaseStanding {
  readonly waits: Waits;
  readonly badge: Badge;
  /** Since when what the badge says is so, where days are counted: in the garden. */
  readonly badgeSince: Instant | null;
  /** Since when it waits for a person; null exactly when it does not. */
  readonly waitingSince: Instant | null;
  readonly next: { readonly step: NextStep; readonly at: Instant | null };
}

/** What only the decider knows of a case's row in lists. */
export interface ListedCase extends CaseStanding {
  readonly caseId: number;
  readonly lineClass: LineClass;
  readonly region: string | null;
  /** Of the line. */
  readonly garden: GardenState;
  /** What most attached sightings name. */
  readonly family: string | null;
  /** Attached now. */
  readonly sightings: number;
}
