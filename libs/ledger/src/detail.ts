/** A line of a file, counted from 1. A line beyond the reader's limit comes cut and marked. */
export interface TextLine {
  readonly n: number;
  readonly text: string;
  readonly tooLong?: boolean;
}

/** A record of a FreeRADIUS `detail` file as it stands there: the date line, then `Attribute = value` lines. */
export interface DetailRecord {
  /** Of the date line. */
  readonly line: number;
  readonly date: string;
  /** Values in order, unquoted; some attributes come more than once. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** What could not be read, and where. */
export interface PutAside {
  readonly line: number;
  readonly reason: string;
}

export type DetailEntry = { readonly record: DetailRecord } | { readonly aside: PutAside };

// `%t` of FreeRADIUS: Sun Nov 22 16:24:18 2026. A day below ten is padded with a space.
const DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
const ATTRIBUTE = /^\s+([A-Za-z0-9][\w.:-]*) (?:\+|:)?= (.*)$/;
/** A record with more lines than this is none. */
const MOST_LINES = 500;

/** Attributes a packet can carry only once: two of them are two records run together. */
const SINGLE = new Set([
  'Acct-Status-Type',
  'Acct-Session-Id',
  'User-Name',
  'Framed-IP-Address',
  'NAS-IP-Address',
]);

/**
 * Reads a `detail` file line by line, holding one record. What it cannot read is put aside with line and reason, and
 * reading goes on at the next blank or date line: damage never reaches the neighbours. A last record without its blank
 * line is put aside too, for the file may still be growing; it is read the next time.
 */
export class DetailReader {
  private open: { line: number; date: string; attributes: Map<string, string[]>; lines: number } | undefined;
  /** Skipping what does not belong to a readable record, up to the next blank or date line. */
  private lost = false;

  /** Zero, one or two entries became complete with this line. */
  take(line: TextLine): DetailEntry[] {
    if (line.tooLong) return this.spoil(line.n, 'the line is too long');
    if (line.text.trim() === '') return this.finish();
    if (DATE.test(line.text)) {
      const interrupted = this.abandon(`the record is cut off by another one at line ${line.n}`);
      this.lost = false;
      this.open = { line: line.n, date: line.text, attributes: new Map(), lines: 0 };
      return interrupted;
    }
    const [, name, value] = ATTRIBUTE.exec(line.text) ?? [];
    if (name === undefined || value === undefined)
      return this.spoil(line.n, `not an attribute line: ${quote(line.text)}`);
    if (!this.open) return this.spoil(line.n, 'an attribute line outside any record');
    return this.add(line.n, name, value);
  }

  /** To be called at the end of the file. */
  end(): DetailEntry[] {
    return this.abandon('the file ends inside this record');
  }

  private add(n: number, name: string, text: string): DetailEntry[] {
    const record = this.open;
    if (!record) return [];
    const value = unquote(text);
    if (value === undefined) return this.spoil(n, `an unfinished quotation: ${quote(text)}`);
    if (++record.lines > MOST_LINES) return this.spoil(n, `a record of more than ${MOST_LINES} lines`);
    const values = record.attributes.get(name);
    if (!values) record.attributes.set(name, [value]);
    else if (SINGLE.has(name)) return this.spoil(n, `a second ${name}: two records run together`);
    else values.push(value);
    return [];
  }

  private finish(): DetailEntry[] {
    const record = this.open;
    this.open = undefined;
    this.lost = false;
    if (!record) return [];
    if (record.attributes.size === 0)
      return [{ aside: { line: record.line, reason: 'a date line without attributes' } }];
    return [{ record }];
  }

  /** Puts the open record aside because of line `n`; a further bad line of the same stretch adds nothing. */
  private spoil(n: number, reason: string): DetailEntry[] {
    if (this.lost) return [];
    const from = this.open?.line;
    this.open = undefined;
    this.lost = true;
    const entry = from === undefined ? { line: n, reason } : { line: from, reason: `line ${n}: ${reason}` };
    return [{ aside: entry }];
  }

  private abandon(reason: string): DetailEntry[] {
    const record = this.open;
    this.open = undefined;
    return record ? [{ aside: { line: record.line, reason } }] : [];
  }
}

/** FreeRADIUS writes text in double quotes and escapes `"`, `\`, control characters and bytes that are no UTF-8. */
function unquote(text: string): string | undefined {
  if (!text.startsWith('"')) return text.trim();
  if (!/^"(?:[^"\\]|\\.)*"$/.test(text.trimEnd())) return undefined;
  const inner = text.trimEnd().slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\([0-7]{3}|.)/g, (_, c: string) => {
    if (c.length === 3) return String.fromCharCode(Number.parseInt(c, 8));
    return ESCAPES[c] ?? c;
  });
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
