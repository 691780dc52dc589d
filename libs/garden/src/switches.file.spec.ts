import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SwitchFile } from './switches.file.js';
import { releaseAll, resume, stopNew } from './switches.js';

const AT = new Date('2026-11-09T09:00:00Z');
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-switches-'));
  path = join(folder, 'stop.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the file of switches', () => {
  it('loses none of many changes at once, and leaves nothing beside it', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `bng-${n}`);
    // Each as a program of its own would.
    await Promise.all(
      names.map((nas) => new SwitchFile(path).change((now) => releaseAll(now, { nas }, 'anna', AT))),
    );
    const { releaseAll: thrown } = await new SwitchFile(path).read();
    expect(thrown.map(({ scope }) => (scope === 'all' || !('nas' in scope) ? '' : scope.nas)).sort()).toEqual(
      [...names].sort(),
    );
    expect(await readdir(folder)).toEqual(['stop.json']);
  });

  it('is not kept by who died with it', async () => {
    await writeFile(`${path}.lock`, '');
    const before = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, before, before);
    const { after } = await new SwitchFile(path).change((now) => stopNew(now, 'anna', AT));
    expect(after.stopNew?.by).toBe('anna');
  });

  it('that cannot be read is written over by nothing but letting everybody out', async () => {
    await writeFile(path, '{"half');
    const file = new SwitchFile(path);
    await expect(file.change((now) => resume(now, 'anna', AT))).rejects.toThrow('cannot be read');
    await expect(file.change((now) => stopNew(now, 'anna', AT))).rejects.toThrow('cannot be read');
    await file.change((now) => releaseAll(now, 'all', 'anna', AT));
    expect((await file.read()).releaseAll).toHaveLength(1);
  });
});
