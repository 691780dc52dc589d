import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { Refused, type Problem } from '@lazaret/kernel';

import { NasList } from './nas.config.js';

const LARGEST_FILE = 8 * 1024 * 1024;
const LARGEST_SECRET = 4_096;

/**
 * The NAS file, with the secrets that lie in files of their own (`secretFile`, seen from the folder of the NAS file).
 * @throws Refused naming the place; never a secret, and no piece of the file
 */
export async function loadNas(path: string): Promise<NasList> {
  const content = parseJson(await read(path, path, LARGEST_FILE), path);
  const problems: Problem[] = [];
  for (const [key, entry] of entriesOf(content)) {
    if (entry['secretFile'] === undefined) continue;
    const at = `nas.${key}.secretFile`;
    try {
      if (entry['secret'] !== undefined) throw new Refused('is set and so is secret; keep one of them');
      if (typeof entry['secretFile'] !== 'string') throw new Refused('write a path');
      const file = resolve(dirname(path), entry['secretFile']);
      // Editors end a file with a line break that is no part of a secret.
      entry['secret'] = (await read(file, at, LARGEST_SECRET)).replace(/\r?\n$/, '');
      delete entry['secretFile'];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push({ at, message: error.problems[0]?.message ?? error.message });
    }
  }
  if (problems.length > 0)
    throw new Refused('the NAS file cannot be used', { problems: problems.slice(0, 20) });
  return NasList.read(content);
}

async function read(file: string, at: string, most: number): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    return refuse(at, `names a file that cannot be read (${code})`);
  }
  return text.length > most ? refuse(at, 'names a file that is too large') : text;
}

// The parser's own words would quote what stands around the fault, which may be a secret.
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    const before = position === undefined ? [] : text.slice(0, Number(position)).split('\n');
    return refuse(before.length === 0 ? path : `${path}, line ${before.length}`, 'is no JSON');
  }
}

function entriesOf(content: unknown): [string, Record<string, unknown>][] {
  const list = isRecord(content) ? content['nas'] : undefined;
  if (!isRecord(list)) return [];
  return Object.entries(list).filter((pair): pair is [string, Record<string, unknown>] => isRecord(pair[1]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(at: string, message: string): never {
  throw new Refused('the NAS file cannot be used', { problems: [{ at, message }] });
}
