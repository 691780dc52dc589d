import type { Instant } from '@lazaret/kernel';

import type { Desk } from './desk.js';
import type { SignedIn } from './signed-in.js';

/** Who asks, and when: as the steps and services of the desk take it. */
export async function askingOf(
  by: SignedIn,
  desk: Desk,
): Promise<{ readonly by: SignedIn; readonly now: Instant; readonly real: Instant }> {
  return { by, now: await desk.now(), real: desk.real() };
}
