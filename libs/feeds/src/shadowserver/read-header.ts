import { Refused } from '@lazaret/kernel';

import { splitRecord, type CsvRecord } from '../read-records.js';
import type { ReportType, Target } from './catalogue.js';

/** Where the columns of one report lie. The order is the file's own: the publisher says that it may change. */
export interface Layout {
  readonly columns: readonly string[];
  readonly targets: readonly (readonly Target[])[];
  /** Positions in the order of column names, for what must not depend on the file's order. */
  readonly byName: readonly number[];
  at(column: string): number | undefined;
  /** Whether some column of this report gives that IntelMQ name. */
  says(name: string): boolean;
}

/** @throws Refused naming the column that is missing, doubled or unreadable. */
export function readHeader(type: ReportType, record: CsvRecord): Layout {
  const fields = record.broken === undefined ? splitRecord(record.text) : undefined;
  if (!Array.isArray(fields))
    throw new Refused(
      `the header of ${type.name} cannot be read: ${record.broken ?? 'its quotation marks do not match'}`,
    );
  const columns = fields.map((field) => field.trim().toLowerCase());
  const places = new Map(columns.map((column, place) => [column, place]));
  const problems = [
    ...columns
      .filter((column, place) => places.get(column) !== place)
      .map((column) => ({ at: column, message: 'stands twice in the header' })),
    ...[type.timeColumn, type.addressColumn]
      .filter((column) => column !== undefined && !places.has(column))
      .map((column) => ({ at: String(column), message: 'a required column is missing' })),
  ];
  if (problems.length > 0)
    throw new Refused(
      `this is not a ${type.name} report: ${problems.map((p) => `column ${JSON.stringify(p.at)} ${p.message}`).join('; ')}`,
      { problems },
    );
  // A column we have never heard of is kept under its own name.
  const targets = columns.map(
    (column) => type.columns.get(column) ?? [{ name: `extra.${column}`, convert: (text: string) => text }],
  );
  const names = new Set(targets.flat().map((target) => target.name));
  return {
    columns,
    targets,
    byName: columns
      .map((_, place) => place)
      .sort((a, b) => ((columns[a] ?? '') < (columns[b] ?? '') ? -1 : 1)),
    at: (column) => places.get(column),
    says: (name) => names.has(name),
  };
}
