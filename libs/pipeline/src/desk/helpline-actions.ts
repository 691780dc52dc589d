import type { Permission } from '@lazaret/kernel';

import type { HelpJudgement } from './judge-helpline.js';

/** What can be done at the telephone. */
export const HELPLINE_ACTIONS = ['release', 'safety', 'not-me', 'call-back'] as const;
export type HelplineAction = (typeof HELPLINE_ACTIONS)[number];

export interface OfferedAction {
  readonly action: HelplineAction;
  readonly allowed: boolean;
  readonly forbidden: 'no-permission' | 'not-confined' | 'line-is-protected' | 'no-evidence' | null;
  readonly needsSecond: boolean;
}

/** What is offered, and why the rest is not. None of it needs a second person: all of it can only help the caller. */
export function helplineActions(
  { limited, case: about }: Pick<HelpJudgement, 'limited' | 'case'>,
  line: { readonly isProtected: boolean },
  permissions: ReadonlySet<Permission>,
): readonly OfferedAction[] {
  const isOpen = about !== null && about.state !== 'cleared' && about.state !== 'closed';
  const because: Readonly<Record<HelplineAction, OfferedAction['forbidden']>> = {
    release: limited === 'no' || limited === 'ending' ? 'not-confined' : null,
    // Also where nothing is held: it keeps the line out from now on.
    safety: line.isProtected ? 'line-is-protected' : null,
    'not-me': isOpen ? null : 'no-evidence',
    'call-back': isOpen ? null : 'no-evidence',
  };
  return HELPLINE_ACTIONS.map((action) => {
    const forbidden = permissions.has('garden.release') ? because[action] : 'no-permission';
    return { action, allowed: forbidden === null, forbidden, needsSecond: false };
  });
}
