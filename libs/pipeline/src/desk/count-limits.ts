import type { GardenFacts } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { confinedMs, SAFETY, type Policy } from '@lazaret/policy';

/** Of a line, whatever its cases: how much of what policy allows is used. */
export interface Limits {
  readonly selfReleases: { readonly used: number; readonly most: number; readonly days: number };
  readonly stayDays: { readonly used: number; readonly most: number };
  readonly windowDays: { readonly used: number; readonly most: number; readonly window: number };
}

const DAY_MS = 86_400_000;

export function countLimits(
  { selfReleases, confinements }: Pick<GardenFacts, 'selfReleases' | 'confinements'>,
  policy: Policy,
  now: Instant,
): Limits {
  const { self_releases, confined_days } = policy.garden;
  const since = now.getTime() - self_releases.in_days * DAY_MS;
  const going = confinements.find(({ to }) => to === null);
  return {
    selfReleases: {
      used: selfReleases.filter((at) => at.getTime() > since).length,
      most: self_releases.max,
      days: self_releases.in_days,
    },
    stayDays: {
      used: going === undefined ? 0 : inDays(now.getTime() - going.from.getTime()),
      most: longestStay(policy),
    },
    windowDays: {
      used: inDays(confinedMs(confinements, confined_days.in_days, now)),
      most: confined_days.max,
      window: confined_days.in_days,
    },
  };
}

/** Only an infection can confine. */
function longestStay(policy: Policy): number {
  const tiers = policy.ladders.infected.flatMap(({ then }) =>
    then.kind === 'confine' ? [then.max_days] : [],
  );
  return Math.min(SAFETY.maxDays, ...tiers);
}

/** To a tenth. */
function inDays(ms: number): number {
  return Math.round((ms / DAY_MS) * 10) / 10;
}
