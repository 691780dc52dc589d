import { Refused } from '@lazaret/kernel';

import { EventShape } from '../flat-event.js';
import { splitRecord, type CsvRecord } from '../read-records.js';
import { storable } from '../report-format.js';
import type { ReportType } from './catalogue.js';
import type { Conversion } from './convert-value.js';

const MAX_COLUMNS = 1_000;

/** One value a column gives: in which slot of the event, converted how. */
export interface Filler {
  readonly slot: number;
  readonly convert: Conversion;
  /** Only what is no placeholder may fill it: a family called "unknown" is no family. */
  readonly isName: boolean;
}

/** Where the columns of one report lie. The order is the file's own: the publisher says that it may change. */
export interface Layout {
  readonly columns: readonly string[];
  /** What the column at each place fills. The time column fills nothing: the parser reads it itself. */
  readonly fillers: readonly (readonly Filler[])[];
  /** For each place the slot of `extra.<column>`, for a cell that fits none of its fillers. */
  readonly spareSlots: readonly number[];
  /** Places in the order of column names, for what must not depend on the file's order. */
  readonly byName: readonly number[];
  readonly shape: EventShape;
  at(column: string): number | undefined;
  /** Whether a column of this report gives that IntelMQ name. */
  says(name: string): boolean;
}

const NAMES: ReadonlySet<string> = new Set(['malware.name', 'classification.identifier']);

/** @throws Refused naming the column that is missing, doubled or unreadable. */
export function readHeader(type: ReportType, record: CsvRecord): Layout {
  const fields = record.broken === undefined ? splitRecord(storable(record.text)) : undefined;
  if (!Array.isArray(fields))
    throw new Refused(
      `the header of ${type.name} cannot be read: ${record.broken ?? 'its quotation marks do not match'}`,
    );
  const columns = fields.map((field) => field.trim().toLowerCase());
  const places = new Map(columns.map((column, place) => [column, place]));
  refuseWrongColumns(type, columns, places);

  // A column we have never heard of is kept under its own name.
  const keep = (column: string): { name: string; convert: Conversion }[] => [
    { name: `extra.${column}`, convert: (text) => text },
  ];
  const targets = columns.map((column) =>
    column === type.timeColumn ? [] : (type.columns.get(column) ?? keep(column)),
  );
  const said = new Set(targets.flat().map((target) => target.name));
  const shape = new EventShape([
    'time.source',
    ...Object.keys(type.constants),
    ...said,
    ...columns.map((column) => `extra.${column}`),
  ]);
  return {
    columns,
    fillers: targets.map((list) =>
      list.map(({ name, convert }) => ({ slot: shape.slotOf(name), convert, isName: NAMES.has(name) })),
    ),
    spareSlots: columns.map((column) => shape.slotOf(`extra.${column}`)),
    byName: columns
      .map((_, place) => place)
      .sort((a, b) => ((columns[a] ?? '') < (columns[b] ?? '') ? -1 : 1)),
    shape,
    at: (column) => places.get(column),
    says: (name) => said.has(name),
  };
}

function refuseWrongColumns(
  type: ReportType,
  columns: readonly string[],
  places: ReadonlyMap<string, number>,
): void {
  if (columns.length > MAX_COLUMNS)
    throw new Refused(`this is not a ${type.name} report: it has ${columns.length} columns`);
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
}
