import type { Approval } from '@lazaret/access';

import type { SignedIn } from '../signed-in.js';

/** An approval as the API shows it to whoever asks. */
export function showApproval(approval: Approval, by: Pick<SignedIn, 'name'>): object {
  const { what: _, caseCode, policyId, ...rest } = approval;
  return { ...rest, case: caseCode, policy: policyId, mine: approval.askedBy === by.name };
}
