import type { Instant } from '@lazaret/kernel';

import type { SignedIn } from './signed-in.js';

/** Who stands in the audit, and for which request. */
export function auditOf(
  by: Pick<SignedIn, 'name' | 'requestId' | 'address'>,
  at: Instant,
): {
  readonly at: Instant;
  readonly actor: string;
  readonly actorKind: 'operator';
  readonly requestId: string;
  readonly address: string | null;
} {
  return { at, actor: by.name, actorKind: 'operator', requestId: by.requestId, address: by.address };
}
