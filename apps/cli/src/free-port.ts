import { createServer } from 'node:net';

/** `port` when nobody of this machine listens there, else 0, which means any. */
export async function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
