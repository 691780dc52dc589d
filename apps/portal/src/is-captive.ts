import type { Visit } from '@lazaret/portal';

/**
 * Whether devices are to be led to the portal. In the leaky garden once: who has asked for anything since it began, or
 * said that he knows, is left in peace (RFC 6108 R3.1.8). In the strict one as long as it lasts.
 */
export function isCaptive(visit: Visit | null): boolean {
  if (visit?.garden?.state !== 'confined') return false;
  const { profile, confirmedAt } = visit.garden;
  if (profile === 'strict') return true;
  const said = [visit.case?.acknowledgedAt, visit.asked?.at];
  return !said.some((at) => at !== null && at !== undefined && at >= confirmedAt);
}
