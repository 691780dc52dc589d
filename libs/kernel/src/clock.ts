/** A point in time in UTC. Rules take it as a parameter and never make one. */
export type Instant = Date;

/** Where domain time comes from. Sessions, rate limits and network timeouts use real time instead. */
export abstract class Clock {
  abstract now(): Instant;
}
