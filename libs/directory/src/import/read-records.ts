import { Refused } from '@lazaret/kernel';

import { readLines, type TextLine } from './read-lines.js';
import { delimiterOf, splitCsv } from './split-csv.js';

export const IMPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** A row before it is judged: what each named column says (empty ones left out), or why it cannot be read. */
export type RawRow =
  | { readonly line: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly reason: string };

/**
 * Rows of a directory file, one a line: a stray quote, a broken object or a line of a gigabyte costs that row and no
 * other. CSV is split here and not by a parser that allows line breaks in fields, because an open quote would then
 * swallow the rest of the file. @throws Refused when a CSV file has no usable header.
 */
export function readRecords(
  chunks: AsyncIterable<Uint8Array>,
  format: ImportFormat,
  onHeader: (columns: readonly string[]) => void = () => undefined,
): AsyncGenerator<RawRow> {
  const lines = readLines(chunks);
  return format === 'csv' ? readCsv(lines, onHeader) : readNdjson(lines);
}

async function* readCsv(
  lines: AsyncIterable<TextLine>,
  onHeader: (columns: readonly string[]) => void,
): AsyncGenerator<RawRow> {
  let delimiter = ',';
  let columns: string[] | undefined;
  for await (const row of lines) {
    if ('reason' in row && columns === undefined) throw noHeader(row.line, row.reason);
    if ('reason' in row) yield row;
    else if (row.text.trim() === '') continue;
    else if (columns === undefined) {
      delimiter = delimiterOf(row.text);
      columns = headerOf(row.text, delimiter, row.line);
      onHeader(columns);
    } else {
      const fields = splitCsv(row.text, delimiter);
      if (fields === undefined) yield { line: row.line, reason: 'a quote is not closed, or text follows it' };
      else if (fields.length !== columns.length)
        yield { line: row.line, reason: `has ${fields.length} fields, the header has ${columns.length}` };
      else yield { line: row.line, values: named(columns, fields) };
    }
  }
  if (columns === undefined) throw noHeader(1, 'the file is empty');
}

async function* readNdjson(lines: AsyncIterable<TextLine>): AsyncGenerator<RawRow> {
  for await (const row of lines) {
    if ('reason' in row) yield row;
    else if (row.text.trim() !== '') yield { line: row.line, ...objectOf(row.text) };
  }
}

function objectOf(text: string): { values: Record<string, unknown> } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'not one JSON object' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { reason: 'not one JSON object' };
  const said = Object.entries(value).filter(([, v]) => v !== null && v !== '');
  return { values: Object.fromEntries(said) };
}

function headerOf(text: string, delimiter: string, line: number): string[] {
  const columns = splitCsv(text, delimiter)?.map((name) => name.toLowerCase());
  if (columns === undefined) throw noHeader(line, 'a quote is not closed');
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) throw noHeader(line, `the column ${JSON.stringify(twice)} is named twice`);
  return columns;
}

function noHeader(line: number, message: string): Refused {
  return new Refused('the first line must name the columns', { problems: [{ at: `line ${line}`, message }] });
}

function named(columns: readonly string[], fields: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  columns.forEach((column, index) => {
    const field = fields[index];
    if (column !== '' && field !== undefined && field !== '') values[column] = field;
  });
  return values;
}
