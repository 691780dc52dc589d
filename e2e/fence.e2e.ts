import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * The fences are only as good as the proof that they hold: each text below is wrong on purpose and must be refused.
 * A missing project graph makes the layer rule pass everything, which is why this test exists.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const LAYER = '@nx/enforce-module-boundaries';
const SUFFIX = 'no-restricted-imports';

const wrong: readonly (readonly [what: string, file: string, text: string, rule: string])[] = [
  [
    'a room imports a room',
    'libs/ledger/src/wrong.ts',
    `export { CasesModule } from '@lazaret/cases';`,
    LAYER,
  ],
  [
    'platform imports a room',
    'libs/platform/src/wrong.ts',
    `export { CasesModule } from '@lazaret/cases';`,
    LAYER,
  ],
  [
    'kernel imports platform',
    'libs/kernel/src/wrong.ts',
    `export { Database } from '@lazaret/platform';`,
    LAYER,
  ],
  ['a room imports the pipeline', 'libs/cases/src/wrong.ts', `export * from '@lazaret/pipeline';`, LAYER],
  [
    'a pure file opens files',
    'libs/ledger/src/wrong.ts',
    `export { readFile } from 'node:fs/promises';`,
    SUFFIX,
  ],
  ['a pure file speaks SQL', 'libs/cases/src/wrong.ts', `export { Pool } from 'pg';`, SUFFIX],
  ['a service uses the ORM', 'libs/cases/src/wrong.service.ts', `export { In } from 'typeorm';`, SUFFIX],
  [
    'a step uses the queue library',
    'libs/pipeline/src/wrong.step.ts',
    `export { Queue } from 'bullmq';`,
    SUFFIX,
  ],
  ['an app uses the ORM', 'apps/worker/src/wrong.ts', `export { DataSource } from 'typeorm';`, SUFFIX],
  ['shipped code uses test helpers', 'libs/cases/src/wrong.ts', `export * from '@lazaret/testing';`, SUFFIX],
  [
    'a mail adapter speaks HTTP',
    'libs/notices/src/wrong.smtp.ts',
    `export { request } from 'undici';`,
    SUFFIX,
  ],
];
const right: readonly (readonly [what: string, file: string, text: string])[] = [
  ['a room imports platform', 'libs/ledger/src/fine.ts', `export { Database } from '@lazaret/platform';`],
  [
    'the pipeline imports a room',
    'libs/pipeline/src/fine.ts',
    `export { CasesModule } from '@lazaret/cases';`,
  ],
  ['a repository uses the ORM', 'libs/cases/src/fine.repository.ts', `export { In } from 'typeorm';`],
  ['a spec uses test helpers', 'libs/cases/src/fine.spec.ts', `export * from '@lazaret/testing';`],
];

describe('the fences', () => {
  let eslint: ESLint;
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
      cwd: root,
    });
    // The files are not on disk, so the rules that need types are left out; the fences need none.
    eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
  });

  it.each(wrong)('refuse that %s', async (_what, file, text, rule) => {
    expect(await rulesBroken(eslint, file, text)).toContain(rule);
  });

  it.each(right)('allow that %s', async (_what, file, text) => {
    expect(await rulesBroken(eslint, file, text)).toEqual([]);
  });
});

async function rulesBroken(eslint: ESLint, file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: join(root, file) });
  return result?.messages.map((message) => message.ruleId ?? message.message) ?? ['not linted'];
}

describe('the SQL of a room', () => {
  const rooms = ['feeds', 'ledger', 'directory', 'cases', 'policy', 'notices'];
  // What a room publishes as a view, another room's `.view` may read.
  const migrations = join(root, 'migrations');
  const published = readdirSync(migrations).flatMap((file) =>
    [...readFileSync(join(migrations, file), 'utf8').matchAll(/create (?:or replace )?view (\w+\.\w+)/g)].map(
      ([, name]) => name ?? '',
    ),
  );
  it.each(rooms)('%s names no other room’s tables', (room) => {
    const others = rooms.filter((other) => other !== room).join('|');
    const crossing = new RegExp(`\\b(from|join|into|update|truncate|table)\\s+(${others})\\.`, 'gi');
    const folder = join(root, 'libs', room, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(repository|view)\.ts$/.test(file),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      const own = file.endsWith('.view.ts')
        ? published.reduce((rest, view) => rest.replaceAll(view, 'view'), text)
        : text;
      expect([file, own.match(crossing)]).toEqual([file, null]);
    }
  });
});
