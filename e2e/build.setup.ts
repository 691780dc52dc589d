import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** House tests run the built programs, as users do. */
export default function setup(): void {
  const script = fileURLToPath(new URL('../tools/build.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
}
