import { openHouse, type OpenHouse } from '@lazaret/pipeline';

import { handConfig } from './config.js';

/** The house a command works on. */
export type House = Omit<OpenHouse, 'close'>;

/** Opens the house the settings describe, does `work`, and leaves nothing open behind. */
export async function withHouse<T>(work: (house: House) => Promise<T>): Promise<T> {
  const house = await openHouse(handConfig());
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
