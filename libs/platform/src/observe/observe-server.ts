import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Unavailable } from '@lazaret/kernel';

import type { Health } from './health.js';
import type { Metrics } from './metrics.js';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * A door for machines that watch: `/metrics`, `/healthz` (this process lives), `/readyz` (503 and the reasons when a
 * check fails). A plain HTTP server on a port of its own, so that every app has the same one and none of it is public.
 */
export class ObserveServer {
  private constructor(private readonly server: Server) {}

  /** @param at.port 0 takes a free one. @throws Unavailable when the port cannot be had. */
  static async listen(
    at: { readonly host?: string; readonly port: number },
    what: { readonly metrics: Metrics; readonly health: Health },
  ): Promise<ObserveServer> {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
      void answer(request, response, what);
    });
    const host = at.host ?? '127.0.0.1';
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new Unavailable(`cannot listen on ${host}:${at.port}`, { cause })),
      );
      server.listen(at.port, host, resolve);
    });
    return new ObserveServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  what: { metrics: Metrics; health: Health },
): Promise<void> {
  const reply = await replyTo(request, what).catch(() => text(500, 'failed'));
  const length = Buffer.byteLength(reply.body);
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': length,
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

async function replyTo(request: IncomingMessage, what: { metrics: Metrics; health: Health }): Promise<Reply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET');
  switch (request.url?.split('?')[0]) {
    case '/healthz':
      return json(200, { ok: true });
    case '/readyz': {
      const report = await what.health.report();
      return json(report.ok ? 200 : 503, report);
    }
    case '/metrics': {
      const { registry } = what.metrics;
      return { status: 200, type: registry.contentType, body: await registry.metrics() };
    }
    default:
      return text(404, 'here are /metrics, /healthz and /readyz');
  }
}

function text(status: number, words: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${words}\n` };
}

function json(status: number, body: object): Reply {
  return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}
