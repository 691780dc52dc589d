import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sourceOf } from './people/go-to-portal.js';
import type { World } from './world/world.js';

/** What a visitor might write into a request to seem somebody else; only we say whose the address is. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const PATIENCE_MS = 10_000;

/**
 * The way of one line to the portal: what is asked on this port comes from the address that the chosen line has now. It
 * stands where a network's own router would.
 */
export class PortalWay {
  /** Number of the line somebody is; null for nobody's. */
  line: number | null = null;
  readonly #server: Server;

  /** @param portal where it listens; it need not run yet */
  constructor(
    private readonly world: World,
    private readonly portal: URL,
  ) {
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
  }

  /** @param wanted a port, or 0; another free one is taken when it is in use. @returns its address, without a path */
  async start(wanted: number): Promise<string> {
    const listen = (port: number): Promise<void> =>
      new Promise((ready, failed) => {
        this.#server.once('error', failed);
        this.#server.listen(port, '127.0.0.1', () => {
          this.#server.off('error', failed);
          ready();
        });
      });
    await listen(wanted).catch(() => listen(0));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const sorry = (): void => {
      if (!answer.headersSent) answer.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      answer.end('The portal does not answer now.');
    };
    const headers = { ...asked.headers };
    for (const name of FORWARDED) delete headers[name];
    headers['forwarded'] = `for="${this.#source()}"`;
    const passed = request(
      {
        host: this.portal.hostname,
        port: this.portal.port,
        method: asked.method,
        path: asked.url,
        headers,
        timeout: PATIENCE_MS,
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    passed.on('timeout', () => passed.destroy());
    passed.on('error', sorry);
    asked.pipe(passed);
  }

  /** RFC 7239 §6: an IPv6 address stands in brackets; of somebody without an address nothing is known. */
  #source(): string {
    const session = this.line === null ? undefined : this.world.session(this.line);
    const source = session && sourceOf(session);
    if (!source) return 'unknown';
    const host = source.address.includes(':') ? `[${source.address}]` : source.address;
    return `${host}:${source.port}`;
  }
}
