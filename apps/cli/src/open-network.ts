import { CoaMetrics, openNetwork, type Network } from '@lazaret/garden';
import { Refused } from '@lazaret/kernel';
import { Metrics } from '@lazaret/platform';

import { elsewhere, networkConfig } from './config.js';

/** Opens the way to the network with nothing but its own settings, does `work`, and leaves nothing open behind. */
export async function withNetwork<T>(work: (network: Network) => Promise<T>): Promise<T> {
  const network = await openNetwork(networkConfig(), new CoaMetrics(new Metrics().registry));
  if (network === undefined) throw noNetwork();
  try {
    return await work(network);
  } finally {
    await network.enforcer.close();
  }
}

export function noNetwork(): Refused {
  return new Refused('no network is connected', {
    problems: [{ at: 'LAZARET_GARDEN', message: 'is not set: name the NAS file' }, ...elsewhere()],
  });
}
