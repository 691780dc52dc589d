import type { Instant } from '@lazaret/kernel';

import type { Policy } from './policy-file.js';
import { fewerThanFrom } from './rolling-window.js';

/**
 * May the subscriber let the line out of the garden by saying "I have cleaned it"? Null: yes. Else a person decides, and
 * the instant is when saying so would be enough again (Çetin et al., SOUPS 2018: two of them in 30 days).
 */
export function selfReleaseFrom(
  selfReleases: readonly Instant[],
  policy: Policy,
  now: Instant,
): Instant | null {
  const { max, in_days } = policy.garden.self_releases;
  return fewerThanFrom(selfReleases, max, in_days, now);
}
