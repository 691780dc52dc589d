import { describe, expect, it } from 'vitest';

import * as cases from '@lazaret/cases';
import * as contracts from '@lazaret/contracts';
import * as pipeline from '@lazaret/pipeline';
import type { AskedCases, CaseRow, CasePageReply, Forbidden } from '@lazaret/pipeline';

/** Both ways, so that neither side knows a word the other does not. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** As JSON carries it. */
type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

const agree: readonly true[] = [
  true satisfies Same<cases.Waits, contracts.Waits>,
  true satisfies Same<cases.Badge, contracts.Badge>,
  true satisfies Same<cases.NextStep, contracts.NextStep>,
  true satisfies Same<cases.ListedSort, (typeof contracts.SORTS)[number]>,
  true satisfies Same<pipeline.CaseAction, contracts.CaseAction>,
  true satisfies Same<Forbidden, (typeof contracts.FORBIDDEN)[number]>,
  true satisfies contracts.CaseFilter extends AskedCases ? true : false,
  true satisfies Wire<CaseRow> extends contracts.CaseRow ? true : false,
  true satisfies Wire<CasePageReply> extends contracts.CasePage ? true : false,
];

describe('the words of the rooms and those of the contracts', () => {
  it('are the same, in the same order', () => {
    expect(agree).not.toContain(false);
    expect(cases.WAITS).toEqual(contracts.WAITS);
    expect(cases.BADGES).toEqual(contracts.BADGES);
    expect(cases.NEXT_STEPS).toEqual(contracts.NEXT_STEPS);
    expect(pipeline.CASE_ACTIONS).toEqual(contracts.CASE_ACTIONS);
  });
});
