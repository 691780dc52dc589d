import { Refused, type Problem } from '@lazaret/kernel';
import { apiShape, type ApiConfig } from '@lazaret/pipeline';
import { readConfig } from '@lazaret/platform';

/** Everything this program reads of the environment, it reads here. @throws Refused with all that is wrong */
export function apiConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  // Programs may share one file of settings; what begins like ours and is not ours is misspelt.
  const misspelt: Problem[] = [];
  const config = readConfig(env, apiShape, {
    onUnknown: (problem) => {
      if (problem.at.startsWith('LAZARET_API_')) misspelt.push(problem);
    },
  });
  if (misspelt.length > 0)
    throw new Refused('the configuration is not complete or not right', { problems: misspelt });
  return config;
}
