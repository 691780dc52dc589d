import { splitRecord, type CsvRecord } from '../read-records.js';
import { storable } from '../report-format.js';
import { PLACEHOLDERS } from './convert-value.js';
import type { Layout } from './read-header.js';

// Reports in circulation leave out empty fields at the end of a row. Believed only where every cell still fits its
// column: a field missing further left would have moved a word under a number or an address.
const SPARE_FIELDS = 2;

/** The cells of a record, trimmed, one for each column; or what is wrong with its shape. */
export function readCells(
  layout: Layout,
  record: CsvRecord,
): string[] | { readonly column: string | null; readonly reason: string } {
  if (record.broken !== undefined) return { column: null, reason: record.broken };
  const fields = splitRecord(storable(record.text));
  if (!Array.isArray(fields))
    return { column: layout.columns[fields.badField] ?? null, reason: 'the quotation marks do not match' };
  const cells = fields.map((field) => field.trim());
  const missing = layout.columns.length - cells.length;
  if (missing === 0) return cells;
  if (missing > 0 && missing <= SPARE_FIELDS && record.cut !== true && fits(layout, cells))
    return [...cells, ...Array.from({ length: missing }, () => '')];
  const counted = `${cells.length} fields where the header has ${layout.columns.length}`;
  return {
    column: null,
    reason: record.cut === true ? `${counted}; the report ends in the middle of this row` : counted,
  };
}

function fits(layout: Layout, cells: readonly string[]): boolean {
  return cells.every((text, place) => {
    const fillers = layout.fillers[place] ?? [];
    if (fillers.length === 0 || text === '0' || PLACEHOLDERS.has(text)) return true;
    return fillers.some(({ convert }) => convert(text, () => '') !== undefined);
  });
}
