/** No record of a directory is longer; what is, is a mistake and costs one row. */
export const LONGEST_LINE = 64 * 1024;

/** A line of a text file, counted from 1, or why it could not be read. */
export type TextLine =
  { readonly line: number; readonly text: string } | { readonly line: number; readonly reason: string };

const NEWLINE = 0x0a;

/**
 * Lines of UTF-8 text, without their ends. Memory is bounded by one chunk and one line: a longer line is counted and
 * passed over. A line that is not UTF-8 is reported, for a guessed name or address would be a wrong one. The byte order
 * mark that spreadsheets write is dropped.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  longest = LONGEST_LINE,
): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  let parts: Uint8Array[] = [];
  let length = 0;

  const add = (part: Uint8Array): void => {
    length += part.length;
    // Copied, for the source may use its buffer again before this line ends.
    if (length <= longest) parts.push(new Uint8Array(part));
    else parts = [];
  };
  const finish = (): TextLine => {
    line += 1;
    const whole = parts;
    const size = length;
    parts = [];
    length = 0;
    if (size > longest) return { line, reason: `longer than ${longest} bytes` };
    try {
      return { line, text: decoder.decode(joined(whole)).replace(/\r$/, '') };
    } catch {
      return { line, reason: 'not UTF-8 text' };
    }
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      yield finish();
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length <= 1) return only ?? new Uint8Array();
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
