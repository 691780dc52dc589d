import type { AnswerCount } from './ledger.repository.js';

/** How many answers of a source named a holder whom nobody knows as a line. */
export interface UnknownHolders {
  readonly source: string | null;
  readonly count: number;
}

/** The counts of a batch once the directory was asked: an unknown holder is no line but a `no-lease`. */
export function finalCounts(
  answered: readonly AnswerCount[],
  unknown: readonly UnknownHolders[],
): readonly AnswerCount[] {
  const unknownOf = new Map(unknown.map(({ source, count }) => [source, count]));
  const known = answered.map((answer) =>
    answer.outcome === 'line'
      ? { ...answer, count: answer.count - (unknownOf.get(answer.source) ?? 0) }
      : answer,
  );
  return [...known, ...unknown.map((of) => ({ ...of, outcome: 'no-lease' as const, withdrawn: 0 }))];
}
