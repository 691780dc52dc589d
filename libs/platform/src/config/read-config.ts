import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { type Problem, Refused, Secret } from '@lazaret/kernel';

import { nearestName } from './nearest-name.js';

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const OURS = 'LAZARET_';
const FILE = '_FILE';
const LARGEST_FILE = 64 * 1024;

/** A password, key or URL with one in it. Like every variable it may come from a file: `NAME_FILE=/run/secrets/x`. */
export function secretText(shape: z.ZodType<string, string> = z.string().min(1)): z.ZodType<Secret, string> {
  return shape.transform((value) => new Secret(value));
}

/**
 * Reads the variables named by `shape`. Each may be given as `NAME` or, from a file, as `NAME_FILE`; an empty one is
 * not set. Variables of ours that nobody knows are most likely misspelt: they are refused, or told to `onUnknown`.
 * No message repeats a value. @throws Refused with everything that is wrong, not only the first.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  env: Environment,
  shape: Shape,
  options: {
    /** Names that other programs of the house read from the same environment. */
    readonly alsoKnown?: readonly string[];
    readonly onUnknown?: (problem: Problem) => void;
  } = {},
): z.output<z.ZodObject<Shape>> {
  const names = Object.keys(shape);
  const problems: Problem[] = [];
  const given = new Map<string, string>();
  for (const name of names) {
    const value = valueOf(env, name, problems);
    if (value !== undefined) given.set(name, value);
  }

  const unread = new Set(problems.map((p) => p.at.replace(FILE, '')));
  const parsed = z.object(shape).safeParse(Object.fromEntries(given));
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const name = String(issue.path[0] ?? '');
    if (unread.has(name)) continue;
    const value = given.get(name);
    problems.push({ at: name, message: value === undefined ? 'is not set' : masked(issue.message, value) });
  }

  for (const problem of unknown(env, [...names, ...(options.alsoKnown ?? [])]))
    if (options.onUnknown === undefined) problems.push(problem);
    else options.onUnknown(problem);

  if (!parsed.success || problems.length > 0)
    throw new Refused('the configuration is not complete or not right', { problems });
  return parsed.data;
}

function valueOf(env: Environment, name: string, problems: Problem[]): string | undefined {
  const direct = env[name] === '' ? undefined : env[name];
  const path = env[name + FILE] === '' ? undefined : env[name + FILE];
  if (path === undefined) return direct;
  if (direct !== undefined) {
    problems.push({ at: name + FILE, message: `is set and so is ${name}; keep one of them` });
    return undefined;
  }
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length > LARGEST_FILE)
      problems.push({ at: name + FILE, message: 'names a file that is too large' });
    else if (text.trim() === '') problems.push({ at: name + FILE, message: 'names an empty file' });
    // Editors end a file with a line break that is no part of a password.
    else return text.replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    problems.push({ at: name + FILE, message: `names a file that cannot be read (${code})` });
  }
  return undefined;
}

function unknown(env: Environment, known: readonly string[]): Problem[] {
  const all = new Set([...known, ...known.map((name) => name + FILE)]);
  return Object.keys(env)
    .filter((name) => name.startsWith(OURS) && !all.has(name))
    .map((name) => {
      const meant = nearestName(name, [...all]);
      return {
        at: name,
        message: meant === undefined ? 'is not a variable of Lazaret' : `is unknown; did you mean ${meant}?`,
      };
    });
}

function masked(message: string, value: string): string {
  return message.replaceAll(value, '[value]');
}
