/** Where a request leaves from, and its number there. */
export interface Place {
  /** Which of our source ports, from 0. */
  readonly port: number;
  /** 0 to 255. */
  readonly identifier: number;
}

/** RFC 5176 §6.3: a NAS may take an identifier that comes again within 300 seconds for the same request, or a replay. */
export const REST_MS = 300_000;
const IDENTIFIERS = 256;

/**
 * The identifiers of requests to one NAS. None comes twice from one source port within {@link REST_MS} of its last use, so
 * one port carries 256 requests in that time; further ports are opened only when the first are used up.
 *
 * @param ports at most so many source ports
 * @param first identifier each port begins with, so that a program started again does not repeat the one before it
 */
export class Identifiers {
  /** Given back, the longest ago first. */
  private readonly resting: { readonly place: Place; readonly until: number }[] = [];
  private fresh = 0;

  constructor(
    private readonly ports: number,
    private readonly first: (port: number) => number,
  ) {}

  /** @param now in milliseconds, of a clock that never goes back. @returns null when all are in use or resting */
  choose(now: number): Place | null {
    const [rested] = this.resting;
    if (rested !== undefined && rested.until <= now) {
      this.resting.shift();
      return rested.place;
    }
    if (this.fresh >= this.ports * IDENTIFIERS) return null;
    const port = Math.floor(this.fresh / IDENTIFIERS);
    const identifier = (this.first(port) + this.fresh) % IDENTIFIERS;
    this.fresh += 1;
    return { port, identifier };
  }

  /** The request is over: nothing more leaves with this identifier. */
  giveBack(place: Place, now: number): void {
    this.resting.push({ place, until: now + REST_MS });
  }
}
