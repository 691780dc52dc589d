import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const keys = z.object({ garden: z.string().min(32), portal: z.string().min(32) });
const FILE = 'keys.json';

/**
 * What signs the list of held sessions and the forms of the portal: drawn once, and kept beside the data for its owner
 * alone. A list and a form outlive a restart.
 */
export async function ownKeys(folder: string): Promise<z.output<typeof keys>> {
  const path = join(folder, FILE);
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null) return keys.parse(JSON.parse(kept));
  const drawn = { garden: randomBytes(32).toString('hex'), portal: randomBytes(32).toString('hex') };
  await writeFile(path, JSON.stringify(drawn), { mode: 0o600 });
  return drawn;
}
