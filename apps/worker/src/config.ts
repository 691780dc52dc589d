import { houseShape, type HouseConfig } from '@lazaret/pipeline';
import { readConfig } from '@lazaret/platform';

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function workerConfig(env: NodeJS.ProcessEnv = process.env): HouseConfig {
  // `lazaret up` starts us with its own environment.
  return readConfig(env, houseShape, { alsoKnown: ['LAZARET_DATA_DIR'] });
}
