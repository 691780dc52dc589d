// npm start: the whole house with the demo provider. Arguments go to `lazaret up`: `npm start -- --json --data DIR`.
import { cli, ensureAll, run } from './ensure.mjs';

await ensureAll();
const up = [process.execPath, cli, 'up', '--demo', ...process.argv.slice(2)];
process.exitCode = (await run(up, { cwd: process.cwd() })).code;
