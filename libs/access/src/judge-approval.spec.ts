import { expect, it } from 'vitest';

import type { ApprovalOutcome, ApprovalState } from './approval.js';
import { judgeApproval } from './judge-approval.js';

const ASKED = new Date('2026-11-25T09:00:00Z');
const later = (hours: number): Date => new Date(ASKED.getTime() + hours * 3_600_000);
const approval = { state: 'open' as ApprovalState, askedBy: 'anna', expiresAt: later(24) };

it.each<[string, ApprovalState, ApprovalOutcome, string, number, RegExp | null]>([
  ['a second person agrees', 'open', 'approved', 'bert', 1, null],
  ['a second person declines', 'open', 'declined', 'bert', 1, null],
  ['the asker agrees with himself', 'open', 'approved', 'anna', 1, /second person/],
  ['the asker in capitals', 'open', 'approved', 'ANNA', 1, /second person/],
  ['the asker declines his own', 'open', 'declined', 'anna', 1, /second person/],
  ['the asker takes it back', 'open', 'withdrawn', 'anna', 1, null],
  ['somebody else takes it back', 'open', 'withdrawn', 'bert', 1, /only who asked/],
  ['at the last moment', 'open', 'approved', 'bert', 23.99, null],
  ['a day later', 'open', 'approved', 'bert', 24, /ask again/],
  ['when it was found too old', 'expired', 'approved', 'bert', 1, /ask again/],
  ['when it was answered', 'declined', 'approved', 'bert', 1, /already: declined/],
])('%s', (_what, state, outcome, by, hours, why) => {
  const trouble = judgeApproval({ ...approval, state }, outcome, by, later(hours));
  if (why === null) expect(trouble).toBeNull();
  else expect(trouble).toMatch(why);
});
