import { fileURLToPath } from 'node:url';

/** The migrations of this checkout or image. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** The built entry point of a neighbouring app. */
export function program(app: 'worker' | 'demo' | 'portal' | 'api', entry = 'main'): string {
  return fileURLToPath(new URL(`../../${app}/dist/${entry}.js`, import.meta.url));
}
