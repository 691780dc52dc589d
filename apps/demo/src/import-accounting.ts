import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Instant } from '@lazaret/kernel';
import { LedgerImportService } from '@lazaret/ledger';
import type { OpenHouse } from '@lazaret/pipeline';

import { INTERIM } from './world/records.js';

/** How the records of the demo's RADIUS server are to be read. */
const SOURCE = {
  name: 'radius',
  interimSeconds: INTERIM / 1_000,
  serviceBy: {
    attribute: 'Called-Station-Id',
    values: { internet: 'internet', voice: 'voice', tv: 'tv', management: 'management' },
  },
} as const;

/** What the RADIUS server wrote, as a file of its own. Twice is as good as once. @returns how many records it had */
export async function importAccounting(
  house: Pick<OpenHouse, 'database' | 'get'>,
  folder: string,
  detail: string,
  now: Instant,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `detail-${now.toISOString().slice(0, 19).replaceAll(':', '')}`);
  await writeFile(path, detail);
  const { records } = await house
    .get(LedgerImportService)
    .importDetail(house.database, { path, now, source: SOURCE });
  return records;
}
