import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';

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
  /** Ours alone, so that it may be flushed and stopped. */
  readonly own: boolean;
  /** As a crash and a restart would: everything is forgotten. Only where it is our own. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis for one spec file: a throw-away server where the program is found, else the one `REDIS_URL` names. */
export async function startRedis(): Promise<TestRedis> {
  if (program === undefined) {
    const url = process.env['REDIS_URL'] ?? '';
    const none = (): Promise<void> => Promise.resolve();
    return { url, own: false, restart: none, stop: none };
  }
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, args, { stdio: 'ignore' });
    await answers(url);
    return child;
  };
  const kill = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  let server = await start();
  return {
    url,
    own: true,
    restart: async () => {
      await kill(server);
      server = await start();
    },
    stop: async () => {
      await kill(server);
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
