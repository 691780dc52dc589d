import 'reflect-metadata';

import { AppError } from '@lazaret/kernel';

import { workerConfig } from './config.js';
import { Worker } from './worker.js';

let worker: Worker | undefined;
let stopping: Promise<void> | undefined;

function stop(): void {
  stopping ??= (worker?.stop() ?? Promise.resolve()).then(() => process.exit(process.exitCode ?? 0));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started by `lazaret up`, it must not outlive it.
process.on('disconnect', stop);

try {
  worker = await Worker.start(workerConfig());
  process.send?.({ ready: true, metrics: worker.address });
} catch (error) {
  const problems =
    error instanceof AppError ? error.problems.map(({ at, message }) => `\n  ${at}: ${message}`) : [];
  process.stderr.write(
    `worker: ${error instanceof Error ? error.message : String(error)}${problems.join('')}\n`,
  );
  process.exitCode = error instanceof AppError && error.code === 'refused' ? 2 : 3;
  process.disconnect?.();
}
