import type { CasePage } from '@lazaret/contracts';

type Action = CasePage['actions'][number];

/** In the order of how often a desk needs them. */
const ORDER: readonly Action['action'][] = [
  'release',
  'call-back',
  'acknowledge',
  'safety',
  'not-me',
  'withdraw',
  'confine',
];

export function sortActions(actions: readonly Action[]): {
  readonly allowed: Action[];
  readonly forbidden: Action[];
} {
  const sorted = [...actions].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
  return {
    allowed: sorted.filter(({ allowed }) => allowed),
    forbidden: sorted.filter(({ allowed }) => !allowed),
  };
}

/** The one thing that is asked of the desk now; null when nothing is: then no button is louder than another. */
export function mainAction({
  waits,
  badge,
  actions,
}: Pick<CasePage, 'waits' | 'badge' | 'actions'>): Action['action'] | null {
  if (waits !== 'person') return null;
  const wanted: readonly Action['action'][] =
    badge === 'call'
      ? ['call-back']
      : badge === 'appeal'
        ? ['release', 'withdraw']
        : ['release', 'call-back'];
  return wanted.find((name) => actions.some(({ action, allowed }) => action === name && allowed)) ?? null;
}
