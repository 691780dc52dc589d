import { z } from 'zod';

import { apiShape, handShape, houseShape, type HandConfig } from '@lazaret/pipeline';
import { readConfig } from '@lazaret/platform';
import { portalShape } from '@lazaret/portal';

const shape = {
  ...handShape,
  LAZARET_PORTAL_DATABASE_URL: portalShape.LAZARET_PORTAL_DATABASE_URL,
  LAZARET_DEMO_DIR: z.string().min(1),
  LAZARET_DEMO_SEED: z.coerce.number().int().min(0).max(1_000_000),
  LAZARET_DEMO_PORT: z.coerce.number().int().min(0).max(65_535),
};

export interface DemoConfig extends HandConfig, Omit<z.output<z.ZodObject<typeof shape>>, keyof HandConfig> {}

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function demoConfig(env: NodeJS.ProcessEnv = process.env): DemoConfig {
  return readConfig(env, shape, {
    alsoKnown: [...Object.keys({ ...houseShape, ...portalShape, ...apiShape }), 'LAZARET_DATA_DIR'],
  });
}
