import { IpAddress } from '@lazaret/kernel';

/** How often one address may do what, by real time. The database has limits of its own behind these. */
export const LIMITS = {
  /** Pages. Behind a shared address sit many people. */
  page: { most: 600, perMs: 60_000 },
  /** Forms that ask for something. */
  ask: { most: 40, perMs: 600_000 },
  /** Codes tried: whoever guesses has a million million to choose from. */
  code: { most: 10, perMs: 3_600_000 },
  /** Devices that poll whether they are held. */
  captive: { most: 60, perMs: 60_000 },
} as const;
export type Limited = keyof typeof LIMITS;

const MOST_ADDRESSES = 50_000;

interface Window {
  readonly from: number;
  count: number;
}

/** Counts in windows that begin with the first request. What is remembered is bounded: the oldest is forgotten first. */
export class RateLimit {
  readonly #windows = new Map<string, Window>();

  /** @param now real time, in ms */
  constructor(private readonly now: () => number = Date.now) {}

  /** Counts one. @returns 0 when it is within the limit, else the seconds until the next may come */
  take(what: Limited, address: string): number {
    const { most, perMs } = LIMITS[what];
    const key = `${what} ${network(address)}`;
    const now = this.now();
    let window = this.#windows.get(key);
    if (window === undefined || now - window.from >= perMs) {
      this.#windows.delete(key);
      window = { from: now, count: 0 };
      this.#windows.set(key, window);
      const [oldest] = this.#windows.keys();
      if (this.#windows.size > MOST_ADDRESSES && oldest !== undefined) this.#windows.delete(oldest);
    }
    window.count += 1;
    return window.count <= most ? 0 : Math.max(1, Math.ceil((window.from + perMs - now) / 1_000));
  }
}

/** A home has 2^64 addresses of IPv6; they count as one. */
function network(address: string): string {
  const parsed = IpAddress.tryParse(address);
  return parsed?.family === 6 ? `6 ${parsed.value >> 64n}` : address;
}
