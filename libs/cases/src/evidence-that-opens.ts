import { ROLES, type Role, type ThreatClass } from '@lazaret/kernel';

/**
 * What an address seen in a role may be held to. Whoever was attacked (`victim`) or asked a name for somebody else
 * (`resolver`) has done nothing: the observation is kept, and no case knows it. A `host` offers something weak or
 * abusive; that it is infected itself is not said, nor is it when the report does not tell whose address it gives.
 */
export const OPENS: Readonly<Record<Role, readonly ThreatClass[]>> = {
  actor: ['infected', 'vulnerable', 'abusive'],
  host: ['vulnerable', 'abusive'],
  unknown: ['vulnerable', 'abusive'],
  victim: [],
  resolver: [],
};

/** RSIT's taxonomy for exercises (`test/test`): never about anybody. */
export const EXERCISE = 'test';

/** {@link OPENS} as two columns of equal length, for SQL. */
export function openingPairs(): { roles: Role[]; classes: ThreatClass[] } {
  const pairs = ROLES.flatMap((role) => OPENS[role].map((kind) => ({ role, kind })));
  return { roles: pairs.map((p) => p.role), classes: pairs.map((p) => p.kind) };
}
