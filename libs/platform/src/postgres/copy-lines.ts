export type CopyValue = string | number | bigint | boolean | Date | null | undefined;

const CHUNK = 64 * 1024;

/** COPY text format, in chunks of about 64 KiB. */
export function* copyLines(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) chunk += (i === 0 ? '' : '\t') + field(row[i]);
    chunk += '\n';
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function field(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escape(value);
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

// PostgreSQL text cannot hold U+0000; it is dropped here rather than failing a whole batch.
function escape(text: string): string {
  return /[\\\t\n\r\0]/.test(text)
    ? text
        .replaceAll('\0', '')
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
    : text;
}
