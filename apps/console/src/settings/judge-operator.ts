import type { Reply, routes } from '@lazaret/contracts';
import type { OperatorRole } from '@lazaret/kernel';

import { Problem } from '../ask.js';

export type Operator = Reply<typeof routes.operators>['items'][number];

/** What is written about an operator. */
export interface OperatorForm {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
}

export type OperatorField = keyof OperatorForm;

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Which fields cannot be sent as they are. */
export function judgeOperator(form: OperatorForm): ReadonlySet<OperatorField> {
  return new Set([
    ...(NAME.test(form.name) ? [] : (['name'] as const)),
    ...(form.displayName.trim() === '' ? (['displayName'] as const) : []),
    ...(form.roles.length === 0 ? (['roles'] as const) : []),
  ]);
}

/** What the API says of one field; null when it says nothing of it. */
export function saidOf(field: OperatorField | 'disabled', error: unknown): string | null {
  if (!(error instanceof Problem)) return null;
  return error.errors.find(({ pointer }) => pointer.split('/').includes(field))?.detail ?? null;
}

/** What to send: only what is another than it was, and null when nothing is. */
export function changeOf(
  was: Pick<Operator, 'displayName' | 'roles'>,
  form: Pick<OperatorForm, 'displayName' | 'roles'>,
): { displayName?: string; roles?: OperatorRole[] } | null {
  const displayName = form.displayName.trim();
  const same = form.roles.length === was.roles.length && form.roles.every((role) => was.roles.includes(role));
  const change = {
    ...(displayName === was.displayName ? {} : { displayName }),
    ...(same ? {} : { roles: [...form.roles] }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** With 412: how the operator stands now; null for every other error. */
export function changedMeanwhile(error: unknown): Operator | null {
  if (!(error instanceof Problem) || error.status !== 412) return null;
  const { current } = error;
  return typeof current === 'object' && current !== null && 'version' in current ? (current as Operator) : null;
} // prettier-ignore
