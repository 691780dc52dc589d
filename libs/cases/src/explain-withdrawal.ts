import type { Refusal } from '@lazaret/kernel';

/** The answer that took the place of the one a sighting rested on. */
export type WithdrawalAnswer = 'line' | 'tenure' | Exclude<Refusal, 'expired'>;

/** In words for the timeline. They never say who the other line is: that is another person's. */
export const WITHDRAWN_BECAUSE: Readonly<Record<WithdrawalAnswer, string>> = {
  line: 'the records now say that another line held the address then',
  tenure: 'the records now say that somebody else had the line then',
  'needs-port': 'the address was shared then, and the report gives no source port',
  ambiguous: 'the records now name more than one holder of the address then',
  pending: 'the records for that time are not complete; the question is asked again later',
  'no-lease': 'the records now say that nobody held the address then',
  delegated: 'the address was delegated to another organisation then',
  foreign: 'the address was used by a customer of another provider then',
  own: 'the address belonged to our own equipment then',
  'not-ours': 'the address was not ours then',
};
