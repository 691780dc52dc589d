import { Clock, type Instant } from '@lazaret/kernel';

/** A clock that stands still until it is told. */
export class FixedClock extends Clock {
  constructor(private at: Instant = new Date('2026-11-12T10:00:00Z')) {
    super();
  }

  override now(): Instant {
    return this.at;
  }

  set(at: Instant | string): void {
    this.at = new Date(at);
  }

  advance(milliseconds: number): void {
    this.at = new Date(this.at.getTime() + milliseconds);
  }
}
