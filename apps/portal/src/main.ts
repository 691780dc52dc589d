import 'reflect-metadata';

import { AppError } from '@lazaret/kernel';

import { portalConfig } from './config.js';
import { Portal } from './portal.js';

let portal: Portal | undefined;
let stopping: Promise<void> | undefined;

function stop(): void {
  stopping ??= (portal?.stop() ?? Promise.resolve()).then(() => process.exit(process.exitCode ?? 0));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started by `lazaret up`, it must not outlive it.
process.on('disconnect', stop);

try {
  portal = await Portal.start(portalConfig());
  process.send?.({ ready: true, portal: portal.address, metrics: portal.metrics });
} catch (error) {
  const problems =
    error instanceof AppError ? error.problems.map(({ at, message }) => `\n  ${at}: ${message}`) : [];
  process.stderr.write(
    `portal: ${error instanceof Error ? error.message : String(error)}${problems.join('')}\n`,
  );
  process.exitCode = error instanceof AppError && error.code === 'refused' ? 2 : 3;
  process.disconnect?.();
}
