import { z } from 'zod';

import { Refused, type Problem } from '@lazaret/kernel';
import { LOG_LEVELS, readConfig } from '@lazaret/platform';
import { portalShape } from '@lazaret/portal';

const shape = {
  ...portalShape,
  LAZARET_BRANDS: z.string().min(1).describe('File of brands: names, telephone numbers, colours'),
  LAZARET_LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('What is worth a line'),
};
export type PortalConfig = z.output<z.ZodObject<typeof shape>>;

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function portalConfig(env: NodeJS.ProcessEnv = process.env): PortalConfig {
  // The portal stands alone and knows no other program's settings; only one of its own can be misspelt.
  const misspelt: Problem[] = [];
  const config = readConfig(env, shape, {
    onUnknown: (problem) => {
      if (problem.at.startsWith('LAZARET_PORTAL_')) misspelt.push(problem);
    },
  });
  if (misspelt.length > 0)
    throw new Refused('the configuration is not complete or not right', { problems: misspelt });
  return config;
}
