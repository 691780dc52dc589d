import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';

import { freePort } from '../embedded/free-port.js';

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((path) => existsSync(path));

/** Why there is no Redis to test with, or undefined when there is one. */
export const noRedis: string | undefined =
  program === undefined && process.env['REDIS_URL'] === undefined
    ? 'skipped: redis-server not found'
    : undefined;

export interface TestRedis {
  readonly url: string;
  /** Ours alone, so that it may be flushed and killed. */
  readonly own: boolean;
  /** As a crash would: everything is forgotten. */
  kill(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis for one spec file: a throw-away server where the program is found, else the one `REDIS_URL` names. */
export async function startRedis(): Promise<TestRedis> {
  if (program === undefined) {
    const none = (): Promise<void> => Promise.resolve();
    return { url: process.env['REDIS_URL'] ?? '', own: false, kill: none, start: none, close: none };
  }
  const path = program;
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    server = spawn(path, args, { stdio: 'ignore' });
    await answers(url);
  };
  const kill = async (): Promise<void> => {
    const gone = server && once(server, 'exit');
    server?.kill('SIGKILL');
    await gone;
    server = undefined;
  };
  await start();
  return {
    url,
    own: true,
    kill,
    start,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
