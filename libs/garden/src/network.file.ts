import { join } from 'node:path';
import type { z } from 'zod';

import { Refused } from '@lazaret/kernel';

import { ActiveListFile } from './active-list.file.js';
import { CoaEnforcer } from './coa/coa.radius.js';
import type { CoaMetrics } from './coa/coa.metrics.js';
import type { Enforcer } from './enforcer.js';
import type { nasConfig } from './nas.config.js';
import { loadNas } from './nas.file.js';
import { SwitchFile } from './switches.file.js';

/** The way to the network, and the two files beside it that work without the rest of the house. */
export interface Network {
  readonly enforcer: Enforcer;
  readonly list: ActiveListFile;
  readonly switches: SwitchFile;
  /** Every NAS of the file. */
  readonly nas: readonly { readonly key: string; readonly region?: string | undefined }[];
}

/**
 * What the settings describe; nothing where no NAS file is named.
 * @throws Refused when a setting beside it is missing, or the file cannot be used
 */
export async function openNetwork(
  config: z.output<typeof nasConfig>,
  metrics: CoaMetrics,
): Promise<Network | undefined> {
  const { LAZARET_GARDEN: file, LAZARET_GARDEN_DIR: folder, LAZARET_GARDEN_KEY: key } = config;
  if (file === undefined) return undefined;
  const problems = [
    ...(folder === undefined ? [{ at: 'LAZARET_GARDEN_DIR', message: 'is needed with LAZARET_GARDEN' }] : []),
    ...(key === undefined ? [{ at: 'LAZARET_GARDEN_KEY', message: 'is needed with LAZARET_GARDEN' }] : []),
  ];
  if (folder === undefined || key === undefined)
    throw new Refused('the garden has no place for its files', { problems });
  const known = await loadNas(file);
  return {
    nas: known.all,
    enforcer: new CoaEnforcer(known, metrics),
    list: new ActiveListFile(join(folder, 'held.json'), key),
    switches: new SwitchFile(join(folder, 'stop.json')),
  };
}
