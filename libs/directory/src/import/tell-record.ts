import { Refused } from '@lazaret/kernel';

import type { ImportFormat } from './read-records.js';
import { COLUMNS, RECORD_KINDS, type RecordKind } from './record.js';
import type { ImportDefaults } from './judge-record.js';

const NAMES: { readonly [K in RecordKind]: RegExp } = {
  line: /^lines?$/,
  subscriber: /^subscribers?$/,
  access: /^access(es)?$/,
  tenure: /^tenures?$/,
  contact: /^contacts?$/,
};

/** What a file holds, told by a word in its name (`tenures-2026-11.csv`). Undefined when none or several do. */
export function recordOfName(name: string): RecordKind | undefined {
  const words = baseName(name)
    .toLowerCase()
    .split(/[^a-z]+/);
  const told = RECORD_KINDS.filter((kind) => words.some((word) => NAMES[kind].test(word)));
  return told.length === 1 ? told[0] : undefined;
}

/** How a file is written, told by the end of its name. */
export function formatOfName(name: string): ImportFormat | undefined {
  const end = baseName(name).toLowerCase().split('.').at(-1) ?? '';
  if (['csv', 'tsv', 'txt'].includes(end)) return 'csv';
  return ['ndjson', 'jsonl'].includes(end) ? 'ndjson' : undefined;
}

/** What a file holds, told by the `record` column of its first row. */
export function recordOfRow(values: Readonly<Record<string, unknown>>): RecordKind | undefined {
  return RECORD_KINDS.find((kind) => kind === values['record']);
}

/** @throws Refused when a header lacks a column without which every row would be rejected. Answers the columns nobody reads. */
export function judgeHeader(
  kind: RecordKind,
  header: readonly string[],
  defaults: ImportDefaults = {},
): string[] {
  const missing = COLUMNS[kind].needed.filter((column) => !header.includes(column) && !(column in defaults));
  if (missing.length > 0)
    throw new Refused(`a file of ${kind} records needs more columns`, {
      problems: missing.map((column) => ({
        at: `column ${column}`,
        message: `is missing; the columns of ${kind} are ${COLUMNS[kind].all.join(', ')}`,
      })),
    });
  return header.filter(
    (column) => column !== '' && column !== 'record' && !COLUMNS[kind].all.includes(column),
  );
}

function baseName(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}
