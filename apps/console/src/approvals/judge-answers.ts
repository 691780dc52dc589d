import type { ApprovalKind, Reply, routes } from '@lazaret/contracts';
import type { Permission } from '@lazaret/kernel';

export type Approval = Reply<typeof routes.approvals>['items'][number];

/** What somebody can do about an approval that waits. */
export interface Answers {
  readonly agree: boolean;
  readonly decline: boolean;
  readonly withdraw: boolean;
  /** Why agreeing is not offered. */
  readonly not: 'mine' | 'kind' | 'role' | null;
}

/** Who agrees to something must be allowed to do it himself. The API holds all of this too; here it is said beforehand. */
const NEEDS: Readonly<Record<ApprovalKind, Permission>> = {
  confine: 'garden.confine',
  'activate-policy': 'policy.propose',
  'raise-caps': 'policy.propose',
};

export function judgeAnswers({ kind, mine }: Pick<Approval, 'kind' | 'mine'>, permissions: readonly Permission[]): Answers {
  const may = permissions.includes('approval.decide');
  if (mine) return { agree: false, decline: false, withdraw: may, not: 'mine' };
  if (!may) return { agree: false, decline: false, withdraw: false, not: 'role' };
  const agree = permissions.includes(NEEDS[kind]);
  return { agree, decline: true, withdraw: false, not: agree ? null : 'kind' };
} // prettier-ignore
