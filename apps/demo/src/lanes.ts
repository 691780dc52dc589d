import type { Behaviour } from './people/person.js';

/** Which lines are shown side by side. */
export const LANE_GROUPS = {
  garden: {
    title: 'Into the garden and out of it',
    behaviours: ['first-letter', 'portal', 'second-visit', 'never', 'safety', 'not-me'],
  },
  'other-ends': {
    title: 'What ends otherwise',
    behaviours: ['comes-back', 'mistaken', 'hidden', 'protected', 'business', 'bounced'],
  },
} as const satisfies Record<string, { title: string; behaviours: readonly Behaviour[] }>;
export type LaneGroup = keyof typeof LANE_GROUPS;

/** What a lane tells of: by whom it was done decides its sign and colour. */
export type LaneKind =
  'seen' | 'letter' | 'person' | 'portal' | 'garden' | 'free' | 'clear' | 'desk' | 'wrong';

/** What reports said of a line at once. */
export interface Sightings {
  readonly count: number;
  readonly by: readonly string[];
  readonly more: string;
}

export interface LaneEvent {
  readonly at: Date;
  readonly kind: LaneKind;
  readonly text: string;
  /** Where more of it is. */
  readonly href: string | null;
  readonly sightings?: Sightings;
}

/** One line, from its first trouble until now. */
export interface Lane {
  readonly ref: string;
  readonly behaviour: string;
  /** Of its newest case. */
  readonly state: string;
  readonly code: string | null;
  readonly address: string | null;
  /** Whole days since it was seen last; null when it never was. */
  readonly quietDays: number | null;
  readonly events: readonly LaneEvent[];
}
