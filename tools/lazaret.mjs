// npm run lazaret -- COMMAND: the command line. It runs in this very process, so that input, signals and exit code
// are its own.
import { pathToFileURL } from 'node:url';

import { cli, ensureAll } from './ensure.mjs';

await ensureAll();
process.argv[1] = cli;
await import(pathToFileURL(cli).href);
