/** RFC 5080 §2.2.1: no wait is longer. */
const LONGEST_MS = 16_000;

/**
 * How long to wait after each transmission of one request: the first time, then twice as long, each by up to a tenth more
 * or less, so that many requests do not come again all at once (RFC 5080 §2.2.1).
 * @param random 0 to 1 @returns milliseconds, one for each try
 */
export function waits(firstMs: number, tries: number, random: () => number): readonly number[] {
  return Array.from({ length: tries }, (_, n) => {
    const jitter = 0.9 + 0.2 * random();
    return Math.min(LONGEST_MS, firstMs * 2 ** n * jitter);
  });
}
