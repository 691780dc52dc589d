import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { until } from '../house.js';

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((path) => existsSync(path));

/** Why there is no Redis to test with, or undefined when there is one. */
export const noRedis = program === undefined ? 'skipped: redis-server not found' : undefined;

/** A throw-away Redis of our own, which may be flushed. */
export interface Redis {
  readonly url: string;
  /** Everything in it is forgotten. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder where it may put its files */
export async function startRedis(folder: string): Promise<Redis> {
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(program ?? 'redis-server', args, { stdio: 'ignore' });
  const gone = once(server, 'exit');
  await until(
    () => say(port, 'PING'),
    (answer) => answer.startsWith('+PONG'),
    10,
  );
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => {
      const answer = await say(port, 'FLUSHALL');
      if (!answer.startsWith('+OK')) throw new Error(`FLUSHALL was answered ${answer}`);
    },
    close: async () => {
      server.kill('SIGKILL');
      await gone;
    },
  };
}

/** One command as one line of text, which Redis takes too ("inline commands" of its protocol). */
async function say(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${command}\r\nQUIT\r\n`);
  return text(socket);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
