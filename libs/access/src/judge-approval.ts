import type { Instant } from '@lazaret/kernel';

import type { Approval, ApprovalOutcome } from './approval.js';

/** Why an answer cannot be taken; null when it can. */
export function judgeApproval(
  { state, expiresAt, askedBy }: Pick<Approval, 'state' | 'expiresAt' | 'askedBy'>,
  outcome: ApprovalOutcome,
  by: string,
  at: Instant,
): string | null {
  if (state === 'expired' || (state === 'open' && expiresAt <= at))
    return 'nobody agreed within a day; ask again';
  if (state !== 'open') return `it has been answered already: ${state}`;
  const own = by.toLowerCase() === askedBy.toLowerCase();
  if (outcome === 'withdrawn') return own ? null : 'only who asked can take it back';
  return own ? 'a second person must answer: nobody agrees with himself' : null;
}
