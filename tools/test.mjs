// npm test: every test of the house. Arguments are Vitest's: `npm test -- ledger`, `npm test -- --project rule`.
import { fileURLToPath } from 'node:url';

import { ensureAll, run } from './ensure.mjs';

await ensureAll();
const tests = fileURLToPath(new URL('run-tests.mjs', import.meta.url));
process.exitCode = (await run([process.execPath, tests, ...process.argv.slice(2)])).code;
