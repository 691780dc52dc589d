import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SAMPLES = fileURLToPath(new URL('../../shared/corpora/shadowserver/samples/', import.meta.url));

/** Real report files published by others; they lie beside the project and not in it. */
export const corpusIsHere = existsSync(SAMPLES);

/** For the name of a suite that cannot run without. */
export const whyNot = corpusIsHere ? '' : ' (skipped: ../shared/corpora is not here)';

export function samples(): string[] {
  return readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(SAMPLES, name));
}

/**
 * A sample report about other addresses: of row n the cells named by `rows[n]` are replaced, every other character stays
 * as it was published.
 */
export function readdress(sample: string, rows: readonly Readonly<Record<string, string>>[]): string {
  const [header = '', ...lines] = readFileSync(join(SAMPLES, sample), 'utf8').split(/\r?\n/);
  const columns = cellsOf(header).map((cell) => cell.replaceAll('"', ''));
  const changed = lines.map((line, row) =>
    cellsOf(line)
      .map((cell, column) => rows[row]?.[columns[column] ?? ''] ?? cell)
      .join(','),
  );
  return [header, ...changed].join('\n');
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?<=^|,)("(?:[^"]|"")*"|[^,"]*)(?=,|$)/g)].map(([cell]) => cell);
}
