import { IntakeService } from '@lazaret/feeds';
import type { OpenHouse } from '@lazaret/pipeline';
import type { BatchRow, CopyValue } from '@lazaret/platform';

import { NOW } from './provider.js';

/** A row as a table: no key, no index, no rule. */
const COLUMNS = {
  n: 'int', feedId: 'smallint', reportId: 'bigint', reportLine: 'bigint', reportType: 'text', digest: 'uuid',
  seenAt: 'timestamptz', precisionMs: 'int', receivedAt: 'timestamptz', address: 'inet', port: 'int',
  protocol: 'smallint', class: 'text', role: 'text', spoofable: 'boolean', severity: 'smallint', taxonomy: 'text',
  type: 'text', identifier: 'text', malware: 'text', upstream: 'text', active: 'boolean', attributes: 'jsonb',
} as const satisfies Record<keyof BatchRow, string>; // prettier-ignore
const NAMES = Object.keys(COLUMNS) as (keyof BatchRow)[];

export interface BareCopy {
  readonly rows: number;
  readonly parseSeconds: number;
  readonly copySeconds: number;
}

/**
 * The least that taking a report can cost on this machine: the same rows, read by the same parser, go by COPY into a
 * bare logged table, a commit a piece. The report is as new afterwards.
 */
export async function bareCopy(house: OpenHouse, reportId: number): Promise<BareCopy> {
  const { database } = house;
  const intake = house.get(IntakeService);
  await database.query(
    `create table if not exists bare (${NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ')})`,
  );
  const begun = await database.run((tx) => intake.begin(tx, reportId, NOW));
  const total = { rows: 0, parseSeconds: 0, copySeconds: 0 };
  let from = performance.now();
  for await (const { rows } of intake.read(begun)) {
    const parsed = performance.now();
    await database.run((tx) => tx.copy('bare', NAMES, values(rows)));
    total.rows += rows.length;
    total.parseSeconds += (parsed - from) / 1_000;
    from = performance.now();
    total.copySeconds += (from - parsed) / 1_000;
  }
  return total;
}

function* values(rows: readonly BatchRow[]): Generator<CopyValue[]> {
  for (const row of rows) yield NAMES.map((name) => row[name]);
}
