import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { World, type WorldState } from './world/world.js';

const FILE = 'world.json';

/** The world as the last start left it, or a new one. */
export async function loadWorld(folder: string, seed: number): Promise<World> {
  const kept = await readFile(join(folder, FILE), 'utf8').catch(() => null);
  return kept === null ? World.begin(seed) : World.resume(JSON.parse(kept) as WorldState);
}

/** All of it or nothing, so that no Ctrl-C leaves half a world. */
export async function keepWorld(folder: string, world: World): Promise<void> {
  const draft = join(folder, `${FILE}.draft`);
  await writeFile(draft, JSON.stringify(world.keep()));
  await rename(draft, join(folder, FILE));
}
