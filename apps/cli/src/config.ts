import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

import { nasConfig } from '@lazaret/garden';
import { Refused, type Problem, type Secret } from '@lazaret/kernel';
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

/** What helps whoever forgot where the house keeps its data. */
const ELSEWHERE: Problem = {
  at: 'LAZARET_DATA_DIR',
  message:
    'no house runs in the usual folder: start one with npm start, or name here the folder it keeps its data in',
};

/** The hint, unless a house is known. */
export function elsewhere(): readonly Problem[] {
  const env = houseEnvironment();
  return (env['LAZARET_DATABASE_URL'] ?? env['LAZARET_DATABASE_URL_FILE']) === undefined ? [ELSEWHERE] : [];
}

function read<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>> {
  try {
    return readConfig(houseEnvironment(), shape, { alsoKnown: OTHERS });
  } catch (error) {
    const homeless = (problem: Problem): boolean =>
      problem.at === 'LAZARET_DATABASE_URL' && problem.message === 'is not set';
    if (!(error instanceof Refused && error.problems.some(homeless))) throw error;
    throw new Refused(error.message, { problems: [...error.problems, ELSEWHERE] });
  }
}

/** What a command by hand needs. @throws Refused with all that is wrong */
export function handConfig(): HandConfig {
  return read(handShape);
}

/** All settings of the house. @throws Refused with all that is wrong */
export function houseConfig(): HouseConfig {
  return read(houseShape);
}

/** What the switches of the garden need: no database among it. @throws Refused */
export function networkConfig(): z.output<typeof nasConfig> {
  return read(nasConfig.shape);
}

/** @throws Refused */
export function databaseUrl(): Secret {
  const { LAZARET_DATABASE_URL } = handShape;
  return read({ LAZARET_DATABASE_URL }).LAZARET_DATABASE_URL;
}

/** Where the pages of a running demo are. @throws Refused */
export function demoUrl(): URL {
  const url = houseEnvironment()['LAZARET_DEMO_URL'];
  if (url !== undefined && URL.canParse(url)) return new URL(url);
  throw new Refused('no demo is running here', { problems: [ELSEWHERE] });
}
