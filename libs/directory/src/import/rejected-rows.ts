import type { RejectedRow } from './judge-record.js';

/** How many reasons a result carries; a file with more has one fault a thousand times. */
export const SHOWN = 1_000;

/** The rows put aside by one import: all are counted, the first are kept with their reasons. */
export class RejectedRows {
  private total = 0;
  private readonly first: RejectedRow[] = [];

  /** `reasons` may hold several for one row, or fewer than `rows` when somebody else has bounded them. */
  add(rows: number, reasons: readonly RejectedRow[]): void {
    this.total += rows;
    this.first.push(...reasons.slice(0, SHOWN - this.first.length));
  }

  get count(): number {
    return this.total;
  }

  get shown(): RejectedRow[] {
    return [...this.first].sort((a, b) => a.line - b.line);
  }
}
