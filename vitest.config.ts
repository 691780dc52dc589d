import { defineConfig } from 'vitest/config';

// Tests read a neighbouring package from its source. Never add `import`, `module` or `default` here: they would
// reach the worker processes as Node conditions and break packages that ship two builds.
const source = ['lazaret-source', 'node'];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    pool: 'forks',
    isolate: false,
    setupFiles: ['reflect-metadata'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'rule',
          include: ['{libs,apps}/*/src/**/*.spec.ts'],
          exclude: ['**/*.db.spec.ts', '**/node_modules/**'],
          // Laws over many random cases take milliseconds each, and all of them seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['{libs,apps}/*/src/**/*.db.spec.ts'],
          globalSetup: ['libs/testing/src/template.setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/build.setup.ts'],
          // House tests mostly wait for their own processes; they run after the others, two files at once.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
