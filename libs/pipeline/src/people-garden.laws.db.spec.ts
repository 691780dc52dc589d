import fc from 'fast-check';
import { describe, it } from 'vitest';

import { Laws } from './garden-laws.contract.js';
import {
  A_HOUSE_THAT_STOPS,
  LINES_THAT_STAY_ILL,
  NETWORKS_IN_MOODS,
  PEOPLE_WHO_ASK,
} from './garden-lives.contract.js';
import { GardenWorld } from './garden-world.contract.js';
import { SEED } from './seed.contract.js';

/**
 * What people were promised about the garden, held against what the network really does: random lives of lines, with
 * everything that happens to them, with workers that are away and switches that a person turns.
 */
describe('the garden harms nobody', () => {
  it.each([
    ['whatever people ask, and however late the records come', PEOPLE_WHO_ASK],
    ['whatever its NAS answer, and wherever its sessions go', NETWORKS_IN_MOODS],
    ['whenever the house stops, by itself or by hand', A_HOUSE_THAT_STOPS],
    ['however long a line stays ill', LINES_THAT_STAY_ILL],
  ])('%s', { timeout: 600_000 }, async (_, { histories, atLeast }) => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const laws = new Laws();
        const world = await GardenWorld.open(history, (seen) => laws.check(seen));
        try {
          await world.run();
          await laws.atTheEnd(world, atLeast);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 1, seed: SEED, unbiased: true, endOnFailure: true },
    );
  });
});
