import { Injectable } from '@nestjs/common';

import { NotThere, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { ByHandRepository, type TakenCase } from './by-hand.repository.js';
import type { Actor } from './case-event.js';
import { readCaseCode } from './read-case-code.js';

/** What a person of the desk does to a case that no decision does. */
@Injectable()
export class CasesByHand {
  constructor(private readonly cases: ByHandRepository) {}

  /** Nobody else changes it until the transaction ends. @throws NotThere, Refused for what is no case code */
  async take(tx: Tx, code: string): Promise<TakenCase> {
    const wanted = readCaseCode(code);
    const found = await this.cases.take(tx, wanted);
    if (found === null) throw new NotThere(`there is no case ${wanted}`);
    return found;
  }

  /**
   * What was seen was somebody else: every sighting is taken off, stays as evidence, and is not attached again. The case
   * is decided at once. Answers how many there were.
   */
  async withdraw(
    tx: Tx,
    caseId: number,
    { at, by, why }: { readonly at: Instant; readonly by: Actor; readonly why: string },
  ): Promise<number> {
    return this.cases.withdraw(tx, caseId, at, by, why);
  }
}
