import { Refused } from '@lazaret/kernel';

/** Somebody else was faster: 412, with what the thing looks like now, as the route's reply shows it. */
export class Changed extends Refused {
  constructor(
    readonly current: unknown,
    readonly version?: number,
  ) {
    super('it has been changed since you looked at it');
  }
}
