import type { Instant } from './clock.js';
import { Refused } from './errors.js';

/** From one instant until another, the end outside: `[from, to)`. A span without `to` has not ended. */
export class TimeSpan {
  private constructor(
    readonly from: Instant,
    readonly to: Instant | null,
  ) {}

  /** @throws Refused when the end lies before the start. */
  static of(from: Instant, to: Instant | null): TimeSpan {
    if (to !== null && to < from)
      throw new Refused(`a time span cannot end (${to.toISOString()}) before it starts`);
    return new TimeSpan(from, to);
  }

  contains(at: Instant): boolean {
    return this.from <= at && (this.to === null || at < this.to);
  }

  overlaps(other: TimeSpan): boolean {
    return (other.to === null || this.from < other.to) && (this.to === null || other.from < this.to);
  }
}
