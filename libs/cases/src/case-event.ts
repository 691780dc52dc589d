import type { Instant } from '@lazaret/kernel';

/** Who did it: a part of this house, somebody at the desk, the person with the line, or another system. */
export const ACTOR_KINDS = ['system', 'operator', 'subscriber', 'client'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** A subscriber's name is never written here: `name` says by which door, such as `portal`. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name: string;
}

/** Something that happened to a case and belongs on its timeline. `data` holds no personal data. */
export interface CaseHappening {
  readonly caseId: number;
  /** Lower case words joined by `.` or `-`: `notice.sent`. */
  readonly kind: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly data?: object;
  /** When given, the case is due then at the latest, unless it is closed and something still speaks for it. */
  readonly dueAt?: Instant;
}
