import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

import { nasConfig } from '@lazaret/garden';
import { Refused, type Secret } from '@lazaret/kernel';
import { apiShape, handShape, houseShape, type HandConfig, type HouseConfig } from '@lazaret/pipeline';
import { defaultDataDir, readConfig } from '@lazaret/platform';

/** Written by `lazaret up` beside its data: the environment of the running house. */
export const HOUSE_FILE = 'house.json';

/** Everything this program reads of the environment, it reads here. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/** Where `up` keeps its data. The demo has a folder of its own, so that it can never meet real subscribers. */
export function upDataDir({ data, demo }: { readonly data?: string; readonly demo?: boolean }): string {
  if (data !== undefined) return data;
  return demo ? join(defaultDataDir(environment()), 'demo') : defaultDataDir(environment());
}

/**
 * The environment for a command on a running house: what is set, else what a running `lazaret up` left in its data
 * folder, so that `lazaret case list` just works beside it.
 */
export function houseEnvironment(data?: string): NodeJS.ProcessEnv {
  const env = environment();
  if (env['LAZARET_DATABASE_URL'] !== undefined || env['LAZARET_DATABASE_URL_FILE'] !== undefined) return env;
  const folders = data === undefined ? [upDataDir({}), upDataDir({ demo: true })] : [data];
  for (const folder of folders) {
    const found = readHouse(folder);
    if (found) return { ...found, ...env };
  }
  return env;
}

function readHouse(folder: string): NodeJS.ProcessEnv | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, HOUSE_FILE), 'utf8')) as NodeJS.ProcessEnv;
  } catch {
    // No house runs there, or it is not ours to see.
    return undefined;
  }
}

const OTHERS = [...Object.keys(houseShape), ...Object.keys(apiShape), 'LAZARET_DATA_DIR'];

/** What a command by hand needs. @throws Refused with all that is wrong */
export function handConfig(): HandConfig {
  return readConfig(houseEnvironment(), handShape, { alsoKnown: OTHERS });
}

/** All settings of the house. @throws Refused with all that is wrong */
export function houseConfig(): HouseConfig {
  return readConfig(houseEnvironment(), houseShape, { alsoKnown: OTHERS });
}

/** What the switches of the garden need: no database among it. @throws Refused */
export function networkConfig(): z.output<typeof nasConfig> {
  return readConfig(houseEnvironment(), nasConfig.shape, { alsoKnown: OTHERS });
}

/** @throws Refused */
export function databaseUrl(): Secret {
  const { LAZARET_DATABASE_URL } = handShape;
  return readConfig(houseEnvironment(), { LAZARET_DATABASE_URL }, { alsoKnown: OTHERS }).LAZARET_DATABASE_URL;
}

/** Where the pages of a running demo are. @throws Refused */
export function demoUrl(): URL {
  const url = houseEnvironment()['LAZARET_DEMO_URL'];
  if (url !== undefined && URL.canParse(url)) return new URL(url);
  throw new Refused('no demo is running here', {
    problems: [
      {
        at: 'LAZARET_DATA_DIR',
        message: 'start one with npm start, or name the folder it keeps its data in',
      },
    ],
  });
}
