import type { ListedStay } from '@lazaret/garden';

/** A stay in a list, its line and case by their names. */
export interface StayLine extends Omit<ListedStay, 'lineId' | 'caseId'> {
  readonly line: string;
  readonly case: string;
}

export function stayLine(
  { lineId, caseId, ...stay }: ListedStay,
  refs: ReadonlyMap<number, { readonly ref: string }>,
  codes: ReadonlyMap<number, string>,
): StayLine {
  return { ...stay, line: refs.get(lineId)?.ref ?? '', case: codes.get(caseId) ?? '' };
}
