import 'reflect-metadata';

import { AppError } from '@lazaret/kernel';

import { Api } from './api.js';
import { apiConfig } from './config.js';

let api: Api | undefined;
let stopping: Promise<void> | undefined;

function stop(): void {
  stopping ??= (api?.stop() ?? Promise.resolve()).then(() => process.exit(process.exitCode ?? 0));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started by `lazaret up`, it must not outlive it.
process.on('disconnect', stop);

try {
  api = await Api.start(apiConfig());
  process.send?.({ ready: true, console: api.address, metrics: api.metrics });
} catch (error) {
  const problems =
    error instanceof AppError ? error.problems.map(({ at, message }) => `\n  ${at}: ${message}`) : [];
  process.stderr.write(
    `api: ${error instanceof Error ? error.message : String(error)}${problems.join('')}\n`,
  );
  process.exitCode = error instanceof AppError && error.code === 'refused' ? 2 : 3;
  process.disconnect?.();
}
