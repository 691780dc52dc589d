import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { DemoReport } from './reports.js';

/** Serves reports over HTTP the way a feed does: a list of addresses, and each report with an entity tag. */
export class ReportServer {
  #reports = new Map<string, { body: Buffer; etag: string }>();
  #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').slice(1);
      if (path === 'reports') {
        response.writeHead(200, { 'content-type': 'text/uri-list; charset=utf-8' });
        response.end([...this.#reports.keys()].map((name) => `${this.#origin()}/${name}\r\n`).join(''));
        return;
      }
      const report = this.#reports.get(path);
      if (!report) {
        response.writeHead(404).end();
      } else if (request.headers['if-none-match'] === report.etag) {
        response.writeHead(304, { etag: report.etag }).end();
      } else {
        response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', etag: report.etag });
        response.end(report.body);
      }
    });
  }

  put(reports: readonly DemoReport[]): void {
    for (const { name, csv } of reports) {
      const body = Buffer.from(csv);
      this.#reports.set(name, {
        body,
        etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`,
      });
    }
  }

  /** @param port 0 takes a free one. @returns the address of the list of reports */
  async start(port = 0): Promise<string> {
    await new Promise<void>((ready, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(port, '127.0.0.1', ready);
    });
    return `${this.#origin()}/reports`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
