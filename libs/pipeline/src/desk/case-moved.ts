import { Refused } from '@lazaret/kernel';

/** The case was changed after the asker looked at it. */
export class CaseMoved extends Refused {
  constructor(readonly caseCode: string) {
    super(`case ${caseCode} has been changed since you looked at it`);
  }
}
