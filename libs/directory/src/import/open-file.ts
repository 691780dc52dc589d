import { Refused } from '@lazaret/kernel';

import type { ImportDefaults } from './judge-record.js';
import { IMPORT_FORMATS, type ImportFormat, type RawRow, readRecords } from './read-records.js';
import { RECORD_KINDS, type RecordKind } from './record.js';
import { formatOfName, judgeHeader, recordOfName, recordOfRow } from './tell-record.js';

/** A directory file and what is known about it beforehand. */
export interface DirectoryFile {
  readonly rows: AsyncIterable<Uint8Array>;
  /** The file's name; tells record and format where the caller does not. */
  readonly name: string;
  readonly record?: RecordKind;
  readonly format?: ImportFormat;
  /** Values for what the file leaves out. */
  readonly defaults?: ImportDefaults;
}

export interface OpenedFile {
  readonly record: RecordKind;
  readonly rows: AsyncIterable<RawRow>;
  readonly ignoredColumns: readonly string[];
}

/** Finds out what a file holds, reading no further than its first row. @throws Refused when it cannot be told. */
export async function openFile(file: DirectoryFile): Promise<OpenedFile> {
  const format = file.format ?? formatOfName(file.name);
  if (format === undefined) throw untold(file.name, 'format', IMPORT_FORMATS);
  let header: readonly string[] | undefined;
  const rows = readRecords(file.rows, format, (columns) => (header = columns));
  const first = await rows.next();
  const told =
    first.done === true || !('values' in first.value) ? undefined : recordOfRow(first.value.values);
  const record = file.record ?? recordOfName(file.name) ?? told;
  if (record === undefined) throw untold(file.name, 'record', RECORD_KINDS);
  const ignoredColumns = header === undefined ? [] : judgeHeader(record, header, file.defaults);
  return { record, rows: withFirst(first, rows), ignoredColumns };
}

async function* withFirst(
  first: IteratorResult<RawRow>,
  rest: AsyncGenerator<RawRow>,
): AsyncGenerator<RawRow> {
  if (first.done !== true) {
    yield first.value;
    yield* rest;
  }
}

function untold(name: string, what: string, words: readonly string[]): Refused {
  return new Refused(`cannot tell the ${what} of ${JSON.stringify(name)}`, {
    problems: [{ at: what, message: `say which: ${words.join(', ')}` }],
  });
}
