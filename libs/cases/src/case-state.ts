import { Broken, type CaseState, type CloseReason, type Instant } from '@lazaret/kernel';

/** The moves that exist. Nothing comes back from `cleared`: reinfection is a new case that knows the old one. */
export const MOVES: Readonly<Record<CaseState, readonly CaseState[]>> = {
  watching: ['told', 'waiting', 'confined', 'cleared', 'closed'],
  told: ['waiting', 'confined', 'cleared', 'closed'],
  waiting: ['told', 'confined', 'cleared', 'closed'],
  confined: ['told', 'waiting', 'cleared', 'closed'],
  cleared: ['closed'],
  closed: [],
};

/** What a case's state consists of. */
export interface Standing {
  readonly state: CaseState;
  readonly clearedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly closeReason: CloseReason | null;
}

/** Where to move. A closing needs its reason, nothing else may bring one. */
export interface Destination {
  readonly state: CaseState;
  readonly closeReason?: CloseReason | null | undefined;
}

/** A move that does not exist: whoever decided it has a defect. */
export class IllegalMove extends Broken {}

/**
 * The only way from one state to another. Staying is no move and changes nothing.
 * @param at domain time of the move
 * @throws IllegalMove for a move that {@link MOVES} does not list, a closing without reason, or a reason without closing
 */
export function move(from: Standing, to: Destination, at: Instant): Standing {
  if (from.state === to.state) return from;
  if (!MOVES[from.state].includes(to.state))
    throw new IllegalMove(`a case cannot move from ${from.state} to ${to.state}`);
  const closeReason = to.closeReason ?? null;
  if ((to.state === 'closed') !== (closeReason !== null))
    throw new IllegalMove(
      closeReason === null
        ? 'a case is closed for a reason'
        : `a case that is ${to.state} has no reason of closing`,
    );
  return {
    state: to.state,
    clearedAt: to.state === 'cleared' ? at : from.clearedAt,
    closedAt: to.state === 'closed' ? at : null,
    closeReason,
  };
}
