/**
 * The little of MIME (RFC 2045, 2046) that delivery reports are made of. Mails are hostile: everything here has a limit,
 * reads on where a mail is broken, and throws nothing.
 */

/** A header field, its name in small letters, its value unfolded. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

export interface Part {
  readonly fields: readonly Field[];
  /** Media type in small letters; `text/plain` where none is said. */
  readonly type: string;
  /** As it stands, still encoded. */
  readonly body: string;
  /** Of a multipart; what lies inside a returned message is not looked into. */
  readonly parts: readonly Part[];
}

const LONGEST_HEAD = 64 * 1024;
const MOST_FIELDS = 500;
const LONGEST_VALUE = 2_000;
const DEEPEST = 4;
const MOST_PARTS = 50;
/** RFC 2046 §5.1.1 says 70. */
const LONGEST_BOUNDARY = 200;

/** @param text one character a byte (latin1) */
export function readMail(text: string): Part {
  return readPart(text.replaceAll('\r\n', '\n'), 0, { left: MOST_PARTS });
}

/** Header fields, up to the first empty line. Lines that are none are passed over. */
export function readFields(head: string): readonly Field[] {
  const fields: Field[] = [];
  const lines = head.slice(0, LONGEST_HEAD).replace(/\n[ \t]+/g, ' ');
  for (const line of lines.split('\n', 2 * MOST_FIELDS)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trimEnd().toLowerCase();
    if (!/^[!-9;-~]{1,80}$/.test(name)) continue;
    fields.push({ name, value: line.slice(colon + 1, colon + 1 + LONGEST_VALUE).trim() });
    if (fields.length === MOST_FIELDS) break;
  }
  return fields;
}

/** The first field of that name. */
export function fieldOf(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** The body without its transfer encoding, one character a byte. */
export function decodeBody(part: Part): string {
  switch (fieldOf(part.fields, 'content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(part.body, 'base64').toString('latin1').replaceAll('\r\n', '\n');
    case 'quoted-printable':
      return part.body
        .replace(/=\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    default:
      return part.body;
  }
}

function readPart(text: string, depth: number, budget: { left: number }): Part {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const fields = readFields(end === -1 ? text : text.slice(0, end));
  const body = end === -1 ? '' : text.slice(end).replace(/^\n{1,2}/, '');
  const contentType = fieldOf(fields, 'content-type') ?? '';
  const type = /^[\w.+-]{1,80}\/[\w.+-]{1,80}/.exec(contentType)?.[0].toLowerCase() ?? 'text/plain';
  const boundary = type.startsWith('multipart/') && depth < DEEPEST ? boundaryOf(contentType) : null;
  const parts: Part[] = [];
  if (boundary !== null)
    for (const piece of piecesOf(body, boundary)) {
      if (budget.left === 0) break;
      budget.left -= 1;
      parts.push(readPart(piece, depth + 1, budget));
    }
  return { fields, type, body, parts };
}

function boundaryOf(contentType: string): string | null {
  const found = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s";]{1,200}))/i.exec(contentType);
  const boundary = (found?.[1] ?? found?.[2] ?? '').trimEnd();
  return boundary === '' || boundary.length > LONGEST_BOUNDARY ? null : boundary;
}

/** What stands between the delimiters; the last piece may lack its end, as in a mail that was cut. */
function* piecesOf(body: string, boundary: string): Generator<string> {
  const delimiter = `\n--${boundary}`;
  const text = `\n${body}`;
  let start = -1;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + 1)) {
    const after = at + delimiter.length;
    const lineEnd = text.indexOf('\n', after);
    const rest = text.slice(after, lineEnd === -1 ? after + 100 : Math.min(lineEnd, after + 100)).trimEnd();
    if (rest !== '' && rest !== '--') continue;
    if (start !== -1) yield text.slice(start, at);
    if (rest === '--' || lineEnd === -1) return;
    start = lineEnd + 1;
  }
  if (start !== -1) yield text.slice(start);
}
