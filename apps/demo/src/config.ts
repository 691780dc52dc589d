import { z } from 'zod';

import { handShape, houseShape, type HandConfig } from '@lazaret/pipeline';
import { readConfig } from '@lazaret/platform';

export interface DemoConfig extends HandConfig {
  readonly LAZARET_DEMO_DIR: string;
  readonly LAZARET_DEMO_SEED: number;
  readonly LAZARET_DEMO_PORT: number;
}

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function demoConfig(env: NodeJS.ProcessEnv = process.env): DemoConfig {
  return readConfig(
    env,
    {
      ...handShape,
      LAZARET_DEMO_DIR: z.string().min(1),
      LAZARET_DEMO_SEED: z.coerce.number().int().min(0).max(1_000_000),
      LAZARET_DEMO_PORT: z.coerce.number().int().min(0).max(65_535),
    },
    { alsoKnown: [...Object.keys(houseShape), 'LAZARET_DATA_DIR'] },
  );
}
