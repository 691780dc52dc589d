import type { DeskRow, NextStep } from '@lazaret/cases';
import type { Instant } from '@lazaret/kernel';

/** One case in a list, as the API shows it. */
export interface CaseRow extends Omit<
  DeskRow,
  'id' | 'lineId' | 'tenureId' | 'badgeSince' | 'nextStep' | 'nextAt'
> {
  /** The line's own id. */
  readonly line: string;
  readonly badgeDays: number | null;
  readonly next: { readonly step: NextStep; readonly at: Instant | null };
}

const DAY_MS = 86_400_000;

/** @param quietDays days of silence that count, of a case that is clear */
export function caseRow(row: DeskRow, line: string, quietDays: number | undefined, now: Instant): CaseRow {
  const { id: _, lineId: _line, tenureId: _tenure, badgeSince: _since, nextStep, nextAt, ...shown } = row;
  return { ...shown, line, badgeDays: badgeDays(row, quietDays, now), next: { step: nextStep, at: nextAt } };
}

/** The first day in the garden is day 1. */
function badgeDays({ badge, badgeSince }: DeskRow, quietDays: number | undefined, now: Instant): number | null {
  if (badge === 'clear') return quietDays ?? null;
  if (badge !== 'confined' || badgeSince === null) return null;
  return Math.max(0, Math.floor((now.getTime() - badgeSince.getTime()) / DAY_MS)) + 1;
} // prettier-ignore
