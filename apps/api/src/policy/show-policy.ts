import type { PolicyVersion } from '@lazaret/policy';

/** A version of the policy, whole, as the API shows it. */
export function showPolicy(version: PolicyVersion): object {
  const { policy, ...rest } = version;
  const { per_bng_per_hour, per_day } = policy.garden.caps;
  return { ...rest, caps: { perHourAndNas: per_bng_per_hour, perDay: per_day } };
}
