import { spawn, type ChildProcess } from 'node:child_process';

import type { ServerUser } from './server-user.js';

export interface Ended {
  /** Exit code, name of the signal, or the system's reason why it did not start. */
  readonly how: number | string;
}

/**
 * Runs one of PostgreSQL's programs as its user, writing to the open file `log`. A file, not a pipe: nobody has to
 * drain it, and the server can go on writing when this process is gone. The environment is ours alone: `PG*`
 * variables and a foreign `LD_LIBRARY_PATH` would change what runs.
 */
export function serverProcess(
  program: string,
  args: readonly string[],
  options: { user: ServerUser; cwd: string; log: number; also?: readonly number[]; detached?: boolean },
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(program, args, {
    cwd: options.cwd,
    detached: options.detached ?? false,
    stdio: ['ignore', options.log, options.log, ...(options.also ?? [])],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(options.user.dropped ? { uid: options.user.uid, gid: options.user.gid } : {}),
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve({ how: error.code ?? error.message }));
    child.once('exit', (code, signal) => resolve({ how: code ?? signal ?? 'unknown' }));
  });
  return { child, ended };
}
