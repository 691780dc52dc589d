/** One CSV record: its text without the line end, and the line it starts on. */
export interface CsvRecord {
  readonly line: number;
  readonly text: string;
  /** Why it cannot be a record. `text` then is only its beginning. */
  readonly broken?: string;
  /** The stream ended before the line did: the last field may lack its end. */
  readonly cut?: boolean;
}

const SAMPLE = 2_000;
const QUOTE = 34;
const LINE_END = 10;

/**
 * Cuts a stream of CSV text into records (RFC 4180: a line end inside quotation marks belongs to the field).
 *
 * Memory is bounded by `maxLength` characters whatever the input: a line that is longer is one broken record and is
 * skipped to its end. A quotation mark that is never closed costs its own line only: reading resumes on the next.
 * That is linear, for when the limit is reached every later line held back has its marks in pairs.
 */
export class RecordReader {
  private held = '';
  private line = 1;
  private skipping = false;

  constructor(private readonly maxLength = 1024 * 1024) {}

  /** The records that `text` completes. */
  push(text: string): CsvRecord[] {
    let fresh = text;
    if (this.skipping) {
      const end = fresh.indexOf('\n');
      if (end < 0) return [];
      fresh = fresh.slice(end + 1);
      this.skipping = false;
      this.line++;
    }
    this.held += fresh;
    return this.cut(false);
  }

  /** What is left when the stream has ended. */
  end(): CsvRecord[] {
    return this.skipping ? [] : this.cut(true);
  }

  private cut(final: boolean): CsvRecord[] {
    const found: CsvRecord[] = [];
    const text = this.held;
    let start = 0;
    while (start < text.length) {
      const end = endOfRecord(text, start, this.maxLength);
      if (end >= 0) {
        this.take(found, text.slice(start, end));
        this.line += 1 + countLineEnds(text, start, end);
        start = end + 1;
        continue;
      }
      if (text.length - start <= this.maxLength) {
        if (!final) break;
        const rest = text.slice(start);
        if (isClosed(rest)) {
          this.take(found, rest, true);
          start = text.length;
          break;
        }
      }
      const lineEnd = text.indexOf('\n', start);
      const length = (lineEnd < 0 ? text.length : lineEnd) - start;
      const broken =
        length > this.maxLength
          ? `longer than ${this.maxLength} characters`
          : 'a quotation mark is never closed';
      found.push({ line: this.line, text: text.slice(start, start + Math.min(length, SAMPLE)), broken });
      if (lineEnd < 0) this.skipping = !final;
      else this.line++;
      start = lineEnd < 0 ? text.length : lineEnd + 1;
    }
    this.held = text.slice(start);
    return found;
  }

  private take(found: CsvRecord[], text: string, cut = false): void {
    const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (trimmed !== '')
      found.push(cut ? { line: this.line, text: trimmed, cut } : { line: this.line, text: trimmed });
  }
}

/** Index of the line end that ends the record at `start`; -1 when it is not among the next `limit` characters. */
function endOfRecord(text: string, start: number, limit: number): number {
  const stop = Math.min(text.length, start + limit + 1);
  let open = false;
  for (let at = start; at < stop; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) open = !open;
    else if (code === LINE_END && !open) return at;
  }
  return -1;
}

function isClosed(text: string): boolean {
  let marks = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) marks++;
  return marks % 2 === 0;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * The fields of one record, or where its quotation marks go wrong (counted from 0). Some exporters escape a mark with
 * a backslash; that is tried only when RFC 4180 makes no sense of the record.
 */
export function splitRecord(text: string): string[] | { readonly badField: number } {
  if (!text.includes('"')) return text.split(',');
  const fields = split(text, closingMark);
  if (Array.isArray(fields) || !text.includes('\\"')) return fields;
  const repaired = split(text, closingMarkAfterBackslashes);
  return Array.isArray(repaired) ? repaired.map((field) => field.replaceAll('\\"', '"')) : fields;
}

function split(text: string, closing: (text: string, at: number) => number): string[] | { badField: number } {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      fields.push(text.slice(at, comma < 0 ? undefined : comma));
      if (comma < 0) return fields;
      at = comma + 1;
      continue;
    }
    const close = closing(text, at + 1);
    if (close < 0) return { badField: fields.length };
    const field = text.slice(at + 1, close);
    fields.push(field.includes('""') ? field.replaceAll('""', '"') : field);
    if (close + 1 === text.length) return fields;
    if (text[close + 1] !== ',') return { badField: fields.length - 1 };
    at = close + 2;
  }
}

function closingMark(text: string, from: number): number {
  let mark = text.indexOf('"', from);
  while (mark >= 0 && text[mark + 1] === '"') mark = text.indexOf('"', mark + 2);
  return mark;
}

function closingMarkAfterBackslashes(text: string, from: number): number {
  let mark = text.indexOf('"', from);
  while (mark >= 0 && text[mark - 1] === '\\') mark = text.indexOf('"', mark + 1);
  return mark;
}
