import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type Problem, Refused } from '@lazaret/kernel';

import { nearestName } from './nearest-name.js';
import { readConfig, secretText } from './read-config.js';

const CANARY = 'canary-7f3a9';
const SHAPE = {
  LAZARET_DATABASE_URL: secretText(z.url()),
  LAZARET_SMTP_URL: secretText(),
  LAZARET_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(9464),
  LAZARET_MODE: z.enum(['live', 'observe']).default('live'),
};
const GOOD = {
  LAZARET_DATABASE_URL: `postgres://u:${CANARY}@db/x`,
  LAZARET_SMTP_URL: `smtp://u:${CANARY}@mail`,
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lazaret-config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function refused(read: () => unknown): Refused {
  try {
    read();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('was accepted');
}
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('readConfig', () => {
  it('gives typed values, defaults, and secrets that do not show', () => {
    const config = readConfig(
      { ...GOOD, LAZARET_METRICS_PORT: '8080', LAZARET_MODE: '', HOME: '/root' },
      SHAPE,
    );
    expect(config.LAZARET_METRICS_PORT).toBe(8080);
    expect(config.LAZARET_MODE).toBe('live');
    expect(config.LAZARET_DATABASE_URL.reveal()).toBe(GOOD.LAZARET_DATABASE_URL);
    expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toContain(CANARY);
  });

  it('tells everything that is wrong at once, by name', () => {
    const error = refused(() =>
      readConfig({ LAZARET_DATABASE_URL: CANARY, LAZARET_METRICS_PORT: '99999', LAZARET_MODE: 'dry' }, SHAPE),
    );
    expect(error.problems.map((p) => p.at)).toEqual([
      'LAZARET_DATABASE_URL',
      'LAZARET_SMTP_URL',
      'LAZARET_METRICS_PORT',
      'LAZARET_MODE',
    ]);
    expect(error.problems[1]?.message).toBe('is not set');
  });

  it('never repeats a value, not even when a rule does', () => {
    const shape = {
      LAZARET_KEY: secretText(
        z.string().refine(() => false, { error: (i) => `no good: ${String(i.input)}` }),
      ),
    };
    const error = refused(() => readConfig({ LAZARET_KEY: CANARY }, shape));
    expect(error.problems).toEqual([{ at: 'LAZARET_KEY', message: 'no good: [value]' }]);
    const bad = refused(() => readConfig({ ...GOOD, LAZARET_DATABASE_URL: CANARY }, SHAPE));
    expect(inspect([error, bad], { depth: 9 }) + String(bad.stack)).not.toContain(CANARY);
  });

  it('reads a variable from a file, without the line break at its end', () => {
    const path = file('url', `${GOOD.LAZARET_SMTP_URL}\n`);
    const env = { LAZARET_DATABASE_URL: GOOD.LAZARET_DATABASE_URL, LAZARET_SMTP_URL_FILE: path };
    expect(readConfig(env, SHAPE).LAZARET_SMTP_URL.reveal()).toBe(GOOD.LAZARET_SMTP_URL);
  });

  it.each([
    ['is not there', () => join(folder, 'nowhere'), 'cannot be read (ENOENT)'],
    ['is empty', () => file('empty', '\n'), 'empty file'],
    ['is a folder', () => folder, 'cannot be read (EISDIR)'],
    ['is too large', () => file('large', 'x'.repeat(70_000)), 'too large'],
  ])('refuses a file that %s, once', (_, path, message) => {
    const env = { LAZARET_DATABASE_URL: GOOD.LAZARET_DATABASE_URL, LAZARET_SMTP_URL_FILE: path() };
    expect(refused(() => readConfig(env, SHAPE)).problems).toEqual([
      { at: 'LAZARET_SMTP_URL_FILE', message: expect.stringContaining(message) },
    ]);
  });

  it('refuses a variable given twice', () => {
    const env = { ...GOOD, LAZARET_SMTP_URL_FILE: file('twice', 'x') };
    expect(refused(() => readConfig(env, SHAPE)).problems).toEqual([
      { at: 'LAZARET_SMTP_URL_FILE', message: expect.stringContaining('keep one') },
    ]);
  });

  it('finds misspelt names, and warns where it is asked to', () => {
    const env = {
      ...GOOD,
      LAZARET_SMPT_URL: 'x',
      LAZARET_PORTAL_COLOUR_OF_ITS_DOOR: 'x',
      LAZARET_API_PORT: '1',
    };
    const told: Problem[] = [];
    readConfig(env, SHAPE, { alsoKnown: ['LAZARET_API_PORT'], onUnknown: (p) => told.push(p) });
    expect(told).toEqual([
      { at: 'LAZARET_SMPT_URL', message: 'is unknown; did you mean LAZARET_SMTP_URL?' },
      { at: 'LAZARET_PORTAL_COLOUR_OF_ITS_DOOR', message: 'is not a variable of Lazaret' },
    ]);
    expect(refused(() => readConfig(env, SHAPE)).problems).toHaveLength(3);
  });
});

describe('nearestName', () => {
  it.each([
    ['LAZARET_SMTP_URI', 'LAZARET_SMTP_URL'],
    ['LAZARET_MOOD', 'LAZARET_MODE'],
    ['LAZARET_XXXXXXXXXXXX', undefined],
  ])('%s', (name, meant) => {
    expect(nearestName(name, ['LAZARET_SMTP_URL', 'LAZARET_MODE'])).toBe(meant);
  });
});
