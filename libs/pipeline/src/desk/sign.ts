import type { AuditEntry } from '@lazaret/access';

import type { Asking } from './asker.js';

/** Who did it, for a timeline. */
export function actorOf({ by }: Asking): { readonly kind: 'operator'; readonly name: string } {
  return { kind: 'operator', name: by.name };
}

/** Who did it, for the audit. */
export function signed({
  by,
  real,
}: Asking): Pick<AuditEntry, 'at' | 'actor' | 'actorKind' | 'requestId' | 'address'> {
  return { at: real, actor: by.name, actorKind: 'operator', requestId: by.requestId, address: by.address };
}
