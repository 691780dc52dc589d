import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { formatOf } from '../formats.js';
import type { ParsedRow, RejectedRow } from '../report-format.js';
import { toIntelmq } from '../to-intelmq.js';

const corpus = fileURLToPath(new URL('../../../../../shared/corpora/shadowserver/', import.meta.url));
const absent = !existsSync(corpus);
const COMPARED = [
  'source.ip', 'source.port', 'time.source', 'classification.taxonomy', 'classification.type',
  'classification.identifier', 'protocol.transport', 'malware.name',
] as const; // prettier-ignore

/** The differences the README explains: the peer's expectations were written for an older schema. */
const EXPLAINED = [
  /^event4_microsoft_sinkhole\.csv:\d+ malware\.name/,
  /^population_http_proxy\.csv:\d+ malware\.name/,
  /^scan_couchdb\.csv:\d+ classification\.(taxonomy|type)/,
  /^scan_ssl_freak\.csv:\d+ classification\.type/,
];

interface Expected {
  EXAMPLE_REPORT?: { 'extra.file_name'?: string };
  EVENTS?: (Record<string, unknown> & { raw?: { __expr__?: string } })[];
}

async function parse(sample: string): Promise<{ rows: ParsedRow[]; rejected: RejectedRow[] }> {
  const rows: ParsedRow[] = [];
  const rejected: RejectedRow[] = [];
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield readFileSync(`${corpus}samples/${sample}`);
  };
  for await (const chunk of formatOf('shadowserver').parse(sample, bytes())) {
    rows.push(...chunk.rows);
    rejected.push(...chunk.rejected);
  }
  return { rows, rejected };
}

const samples = absent ? [] : readdirSync(`${corpus}samples`).filter((name) => name.endsWith('.csv'));

describe.skipIf(absent)(
  `published samples${absent ? ' (skipped: ../shared/corpora is not here)' : ''}`,
  () => {
    it.each(samples)('every row of %s is understood', async (sample) => {
      const { rows, rejected } = await parse(sample);
      // One sample row carries an address of five parts.
      expect(rejected.filter(({ reason }) => reason !== 'not an IP address: "37.120.178.9.10"')).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
    });

    it('gives the events a peer gives, but for the differences the README explains', async () => {
      const differences: string[] = [];
      let compared = 0;
      for (const sample of samples) {
        const { rows } = await parse(sample);
        const byLine = new Map(rows.map((row) => [row.line, row]));
        const file = `${corpus}expected/test_${sample.replace('.csv', '')}.constants.json`;
        const events = existsSync(file)
          ? ((JSON.parse(readFileSync(file, 'utf8')) as Expected).EVENTS ?? [])
          : [];
        events.forEach((event, index) => {
          const index0 = [...(event.raw?.__expr__ ?? '').matchAll(/EXAMPLE_LINES\[(\d+)\]/g)].at(-1)?.[1];
          const line = Number(index0 ?? index + 1) + 1;
          const row = byLine.get(line);
          const ours = row === undefined ? {} : toIntelmq(row);
          for (const name of COMPARED) {
            compared++;
            const theirs = event[name];
            const same =
              name === 'time.source'
                ? Date.parse(String(ours[name])) === Date.parse(String(theirs))
                : ours[name] === theirs;
            if (!same)
              differences.push(`${sample}:${line} ${name}: ${String(ours[name])} / ${String(theirs)}`);
          }
        });
      }
      expect(differences.filter((said) => !EXPLAINED.some((explained) => explained.test(said)))).toEqual([]);
      expect(compared).toBeGreaterThan(1_000);
      expect(differences.length / compared).toBeLessThan(0.02);
    });
  },
);
