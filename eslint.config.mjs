import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// Which layer may see which. `docs/layout.md` says the same in words.
const only = (from, ...to) => ({
  sourceTag: `layer:${from}`,
  onlyDependOnLibsWithTags: [...to, 'test'].map((layer) => `layer:${layer}`),
});
const layers = [
  only('kernel', 'kernel'),
  only('contracts', 'kernel'),
  only('platform', 'kernel'),
  only('room', 'kernel', 'platform'),
  only('pipeline', 'kernel', 'platform', 'room'),
  only('app', 'kernel', 'contracts', 'platform', 'room', 'pipeline'),
  only('console', 'kernel', 'contracts'),
  { sourceTag: 'layer:test', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:platform'] },
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['*'] },
];

const TESTS = ['**/*.spec.ts', '**/*.contract.ts', '**/src/testing.ts', 'libs/testing/**', 'e2e/**'];
const forTests = {
  regex: '^@lazaret/(testing$|.+/testing$)',
  message: 'Only specs, contracts and testing.ts may import test helpers.',
};
// `no-restricted-imports` of a later block replaces an earlier one for the same file: every block carries the whole list.
const fence = (files, ignores, banned) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          forTests,
          ...(banned.length > 0
            ? [
                {
                  group: banned,
                  message: 'The suffix of this file does not permit that import (docs/layout.md).',
                },
              ]
            : []),
        ],
      },
    ],
  },
});
const DATABASE = ['typeorm', 'pg', 'pg-*', 'bullmq', 'ioredis'];
const OUTSIDE = ['nodemailer', 'undici', 'prom-client'];
const OUTER = 'entity,repository,view,service,module,step,smtp,radius,http,imap,file,metrics';

export default tseslint.config(
  {
    ignores: ['vitest.config.ts', '**/dist/**', '**/node_modules/**', '.nx/**', '.lazaret/**', 'coverage/**'],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: layers,
          // Platform's specs use the fresh databases that testing makes with platform.
          ignoredCircularDependencies: [['@lazaret/platform', '@lazaret/testing']],
        },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A method that must be async to keep a port's promise needs no await of its own.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  // Empty `@Module` classes are how Nest is told of a room.
  { files: ['**/*.module.ts'], rules: { '@typescript-eslint/no-extraneous-class': 'off' } },

  fence(['libs/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'], TESTS, []),
  fence(
    ['libs/*/src/**/*.ts'],
    ['libs/platform/**', 'libs/testing/**', 'libs/radius/**', `**/*.{${OUTER}}.ts`, ...TESTS],
    ['@nestjs/*', ...DATABASE, ...OUTSIDE, 'node:*'],
  ),
  // Packets are pure but for the digests that sign them.
  fence(['libs/radius/src/**/*.ts'], TESTS, ['@nestjs/*', ...DATABASE, ...OUTSIDE, 'node:*', '!node:crypto']),
  fence(['libs/*/src/**/*.{service,module,step}.ts'], ['libs/platform/**'], [...DATABASE, ...OUTSIDE]),
  fence(
    ['libs/*/src/**/*.{entity,repository,view}.ts'],
    ['libs/platform/**'],
    ['@nestjs/core', 'bullmq', 'ioredis', ...OUTSIDE],
  ),
  fence(['libs/*/src/**/*.smtp.ts'], [], ['@nestjs/*', ...DATABASE, 'undici', 'prom-client']),
  fence(['libs/*/src/**/*.http.ts'], [], ['@nestjs/*', ...DATABASE, 'nodemailer', 'prom-client']),
  fence(['libs/*/src/**/*.radius.ts'], [], ['@nestjs/*', ...DATABASE, ...OUTSIDE]),
  fence(['libs/*/src/**/*.file.ts'], ['libs/platform/**'], ['@nestjs/*', ...DATABASE, ...OUTSIDE]),
  fence(
    ['libs/*/src/**/*.metrics.ts'],
    ['libs/platform/**'],
    [...DATABASE, 'nodemailer', 'undici', 'node:*'],
  ),
  fence(['apps/*/src/**/*.ts'], ['**/*.spec.ts', '**/*.db.spec.ts', '**/*.contract.ts'], [...DATABASE]),
  // The console runs in a browser: what it knows of the house, it knows by its routes.
  fence(['apps/console/src/**/*.{ts,tsx}'], TESTS, [...DATABASE, ...OUTSIDE, '@nestjs/*', 'node:*']),

  // What a test says is read, not shipped.
  {
    files: ['**/*.spec.ts', '**/*.contract.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
