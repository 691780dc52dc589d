import { AppError } from '@lazaret/kernel';

/** What a command ended with. Scripts may rely on these. */
export const EXIT = { done: 0, broken: 1, refused: 2, unavailable: 3 } as const;

type Cell = string | number | Date | null | undefined;

/** Where a command speaks: results on stdout, progress and trouble on stderr. With `--json` results are JSON, one line each. */
export class Output {
  #progressShown = false;
  #progress = '';

  constructor(
    readonly json: boolean,
    private readonly out: NodeJS.WriteStream = process.stdout,
    private readonly err: NodeJS.WriteStream = process.stderr,
  ) {}

  /** The result: an object for machines, `text` for people. */
  result(object: object, text: () => string): void {
    this.clearProgress();
    this.out.write(`${this.json ? JSON.stringify(object) : text()}\n`);
  }

  /** A line for people only. */
  say(text: string): void {
    if (this.json) return;
    this.clearProgress();
    this.out.write(`${text}\n`);
  }

  /** One JSON line in either mode: for output that is data by nature. */
  data(object: object): void {
    this.out.write(`${JSON.stringify(object)}\n`);
  }

  /** One JSON line on stderr: rows put aside. */
  aside(object: object): void {
    this.clearProgress();
    this.err.write(`${JSON.stringify(object)}\n`);
  }

  /** Where long work stands. On a terminal the line is rewritten; in a log it appears whenever it says something else. */
  progress(text: string): void {
    if (text === this.#progress) return;
    this.#progress = text;
    if (this.err.isTTY) {
      this.err.write(`\r\x1b[2K${text}`);
      this.#progressShown = true;
    } else if (!this.json) this.err.write(`${text}\n`);
  }

  /** An error, with its places and remedies; the exit code says whose turn it is. */
  fail(error: unknown): number {
    this.clearProgress();
    const known = error instanceof AppError ? error : undefined;
    const message = error instanceof Error ? error.message : String(error);
    const problems = known?.problems ?? [];
    if (this.json)
      this.err.write(`${JSON.stringify({ error: known?.code ?? 'broken', message, problems })}\n`);
    else {
      this.err.write(`lazaret: ${message}\n`);
      for (const problem of problems) this.err.write(`  ${problem.at}: ${problem.message}\n`);
      const cause = known?.code === 'unavailable' && error instanceof Error ? error.cause : undefined;
      if (cause instanceof Error) this.err.write(`  ${cause.message}\n`);
    }
    if (known?.code === 'refused') return EXIT.refused;
    return known?.code === 'unavailable' ? EXIT.unavailable : EXIT.broken;
  }

  private clearProgress(): void {
    if (this.#progressShown) this.err.write('\r\x1b[2K');
    this.#progressShown = false;
  }
}

/** A table for a terminal: columns as wide as their widest cell, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map(show));
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const right = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) => (right[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

export function show(cell: Cell): string {
  if (cell === null || cell === undefined) return '–';
  if (cell instanceof Date) return `${cell.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return typeof cell === 'number' ? cell.toLocaleString('en') : cell;
}
