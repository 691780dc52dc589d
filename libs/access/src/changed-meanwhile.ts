import { Refused } from '@lazaret/kernel';

import type { Operator } from './operator.js';

/** Somebody else was faster. */
export class ChangedMeanwhile extends Refused {
  constructor(readonly current: Operator) {
    super(`${current.name} has been changed since you looked`);
  }
}
