import { houseShape } from '@lazaret/pipeline';
import { readConfig } from '@lazaret/platform';

export type WorkerConfig = ReturnType<typeof workerConfig>;

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function workerConfig(env: NodeJS.ProcessEnv = process.env) {
  return readConfig(env, houseShape);
}
