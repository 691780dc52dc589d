/** What the rooms know of one UTC day of a case. */
export interface DayFacts {
  /** Every feed that saw the case gave a report that could be read. */
  readonly alive: boolean;
  /** What those feeds saw found its lines. */
  readonly attributed: boolean;
  /** The line held an address. */
  readonly online: boolean;
  /** The line was in the garden, if only for a moment. */
  readonly confined: boolean;
}

/** The first condition that failed, or `quiet`. */
export type DayVerdict = 'feed-silent' | 'attribution-failed' | 'offline' | 'confined' | 'quiet';

/**
 * Does a day without a sighting speak for the line? Only if a sighting could have been: somebody watched, would have
 * known whose it was, the line was there, and was free to do harm.
 */
export function judgeDay({ alive, attributed, online, confined }: DayFacts): DayVerdict {
  if (!alive) return 'feed-silent';
  if (!attributed) return 'attribution-failed';
  if (!online) return 'offline';
  return confined ? 'confined' : 'quiet';
}
