import { Refused } from '@lazaret/kernel';

/** Why something is not offered; the API and the console call them the same. */
export type Forbidden =
  | 'no-permission'
  | 'case-is-over'
  | 'not-confined'
  | 'already-confined'
  | 'line-is-protected'
  | 'line-class'
  | 'nothing-asked'
  | 'already-acknowledged'
  | 'no-network'
  | 'waits-for-approval'
  | 'no-evidence';

const SAID: Readonly<Record<Forbidden, string>> = {
  'no-permission': 'that is not yours to do',
  'case-is-over': 'the case is over',
  'not-confined': 'the line is not held back',
  'already-confined': 'the line is held back already, or on its way in or out',
  'line-is-protected': 'the line must not be held back',
  'line-class': 'only residential lines with an infection can be held back',
  'nothing-asked': 'nobody asked for anything',
  'already-acknowledged': 'it is acknowledged already',
  'no-network': 'no network that could hold a line back is connected, or somebody has stopped it',
  'waits-for-approval': 'this waits for a second person already',
  'no-evidence': 'nothing was seen within 48 hours',
};

/** It is not possible as things are, or not for this operator. */
export class NotAllowed extends Refused {
  constructor(readonly forbidden: Forbidden) {
    super(SAID[forbidden]);
  }
}
