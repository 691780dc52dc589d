import { Refused } from '@lazaret/kernel';

import { RecordReader, type CsvRecord } from '../read-records.js';
import { storable, type ParsedChunk, type ParsedRow, type RejectedRow } from '../report-format.js';
import type { Catalogue, ReportType } from './catalogue.js';
import { readHeader, type Layout } from './read-header.js';
import { readCells } from './read-cells.js';
import { readRow } from './read-row.js';
import { typeInName } from './report-name.js';

/** @throws Refused when the name states no type, or one that this build does not know. */
export function typeOf(catalogue: Catalogue, fileName: string): ReportType {
  const name = typeInName(fileName);
  const type = catalogue.types.get(name);
  if (type === undefined)
    throw new Refused(
      `report type ${name} is unknown; the report is kept and can be replayed once it is known`,
      {
        problems: [{ at: fileName, message: 'add the type to the table and review it' }],
      },
    );
  return type;
}

const CHUNK_WEIGHT = 8 * 1024 * 1024;

/**
 * The rows of one report. Memory is bounded by a chunk (`rowsPerChunk` rows, some megabytes of text) and one record
 * (`maxRecord` characters).
 * Bytes that are not UTF-8 become U+FFFD where they stand. @throws Refused when nothing of the report can be read.
 */
export async function* parseReport(
  catalogue: Catalogue,
  fileName: string,
  bytes: AsyncIterable<Uint8Array | string>,
  options: { readonly rowsPerChunk?: number; readonly maxRecord?: number } = {},
): AsyncGenerator<ParsedChunk> {
  const type = typeOf(catalogue, fileName);
  const rowsPerChunk = options.rowsPerChunk ?? 5_000;
  const reader = new RecordReader(options.maxRecord);
  let layout: Layout | undefined;
  let rows: ParsedRow[] = [];
  let rejected: RejectedRow[] = [];
  let toLine = 1;
  let weight = 0;

  for await (const records of recordsOf(reader, bytes))
    for (const record of records) {
      toLine = record.line;
      weight += record.text.length;
      if (layout === undefined) {
        layout = readHeader(type, record);
        continue;
      }
      for (const row of readRows(type, layout, record)) {
        toLine = row.line;
        if ('reason' in row) rejected.push(row);
        else rows.push(row);
      }
      if (rows.length + rejected.length >= rowsPerChunk || weight > CHUNK_WEIGHT) {
        yield { rows, rejected, toLine };
        weight = 0;
        rows = [];
        rejected = [];
      }
    }
  if (layout === undefined) throw new Refused(`${fileName} is empty: not even a header`);
  if (rows.length + rejected.length > 0) yield { rows, rejected, toLine };
}

// A stray quotation mark can tie lines together that are rows of their own. What makes no sense as one record is read
// again line by line, so that it costs the line it stands on and not its neighbours.
function readRows(type: ReportType, layout: Layout, record: CsvRecord): (ParsedRow | RejectedRow)[] {
  if (record.broken !== undefined || !record.text.includes('\n') || Array.isArray(readCells(layout, record)))
    return [readRow(type, layout, record)];
  return record.text
    .split(/\r?\n/)
    .map((text, below) => ({ line: record.line + below, text }))
    .filter(({ text }) => text !== '')
    .map((line) => readRow(type, layout, line));
}

async function* recordsOf(
  reader: RecordReader,
  bytes: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<readonly CsvRecord[]> {
  const decoder = new TextDecoder('utf-8');
  let first = true;
  for await (const piece of bytes) {
    let text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (first && text.trim() !== '') {
      if (text.startsWith('\uFEFF')) text = text.slice(1);
      refuseForeign(text);
      first = false;
    }
    yield reader.push(text);
  }
  yield reader.push(decoder.decode());
  yield reader.end();
}

// A feed that is down likes to answer with a page, and what it saves is not what it says.
function refuseForeign(start: string): void {
  const head = start.slice(0, 512).trimStart();
  const what = head.startsWith('<')
    ? 'HTML or XML'
    : head.startsWith('PK\u0003\u0004')
      ? 'a ZIP archive'
      : head.startsWith('\u001F')
        ? 'gzip'
        : /^[[{]/.test(head)
          ? 'JSON'
          : head.slice(0, 16).includes('\0')
            ? 'binary or UTF-16'
            : undefined;
  if (what !== undefined)
    throw new Refused(`the report is ${what}, not CSV; it begins with ${JSON.stringify(storable(head, 60))}`);
}
