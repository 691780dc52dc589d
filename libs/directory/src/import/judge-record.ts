import type { RawRow } from './read-records.js';
import { type RecordKind, type RecordOf, SHAPES } from './record.js';

/** Why a row was put aside. `column` is empty when it is about the whole row. */
export interface RejectedRow {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

/** Values for what a file leaves out, by column. */
export interface ImportDefaults {
  readonly time_zone?: string;
  readonly locale?: string;
  readonly brand?: string;
}

export type Judged<K extends RecordKind> =
  | { readonly line: number; readonly record: RecordOf[K] }
  | { readonly line: number; readonly rejected: readonly RejectedRow[]; readonly owner: string | undefined };

/** A row as a record of one kind, or everything that is wrong with it. */
export function judgeRecord<K extends RecordKind>(
  kind: K,
  row: RawRow,
  defaults: ImportDefaults = {},
): Judged<K> {
  const { line } = row;
  if ('reason' in row)
    return { line, rejected: [{ line, column: '', reason: row.reason }], owner: undefined };
  const owner = ownerOf(kind, row.values);
  const said = row.values['record'];
  if (said !== undefined && said !== kind)
    return {
      line,
      owner,
      rejected: [{ line, column: 'record', reason: `a file of ${kind} records holds no other` }],
    };
  const judged = SHAPES[kind].safeParse({ ...defaultsOf(kind, defaults), ...row.values });
  if (judged.success) return { line, record: judged.data as RecordOf[K] };
  const rejected = judged.error.issues.map((issue) => {
    const column = String(issue.path[0] ?? '');
    return { line, column, reason: row.values[column] === undefined ? 'is missing' : issue.message };
  });
  return { line, rejected, owner };
}

/** Whose record it would have been: what is known of them must not be taken for gone because a row was bad. */
function ownerOf(kind: RecordKind, values: Readonly<Record<string, unknown>>): string | undefined {
  const owner = values[kind === 'contact' ? 'subscriber' : 'ref'];
  return typeof owner === 'string' || typeof owner === 'number' ? String(owner).trim() : undefined;
}

function defaultsOf(kind: RecordKind, defaults: ImportDefaults): ImportDefaults {
  if (kind === 'line') return defaults;
  return kind === 'subscriber' && defaults.locale !== undefined ? { locale: defaults.locale } : {};
}
