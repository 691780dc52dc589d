const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that a header line uses: the most frequent candidate, a comma when there is none. */
export function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/**
 * The fields of one CSV line (RFC 4180 §2, but a field holds no line break). Undefined when a quote is left open or
 * text follows a closed one.
 */
export function splitCsv(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((field) => field.trim());
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = line[at] === '"' ? quoted(line, at) : bare(line, at, delimiter);
    if (field === undefined) return undefined;
    fields.push(field.text);
    if (field.end === line.length) return fields;
    if (line[field.end] !== delimiter) return undefined;
    at = field.end + 1;
  }
}

function bare(line: string, from: number, delimiter: string): { text: string; end: number } {
  const found = line.indexOf(delimiter, from);
  const end = found < 0 ? line.length : found;
  return { text: line.slice(from, end).trim(), end };
}

function quoted(line: string, from: number): { text: string; end: number } | undefined {
  let text = '';
  let start = from + 1;
  for (;;) {
    const quote = line.indexOf('"', start);
    if (quote < 0) return undefined;
    text += line.slice(start, quote);
    if (line[quote + 1] !== '"') return { text, end: quote + 1 };
    text += '"';
    start = quote + 2;
  }
}
