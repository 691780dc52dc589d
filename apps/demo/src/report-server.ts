import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { FEEDS, type DemoReport, type FeedName } from './reports/daily-reports.js';

/** A feed serves what is new, and what is a few days old for who missed it. */
const KEPT_DAYS = 5;

/** Serves reports over HTTP the way feeds do: a list of addresses each, and each report with an entity tag. */
export class ReportServer {
  readonly #reports = new Map<string, { readonly body: Buffer; readonly etag: string }>();
  readonly #server: Server;

  constructor(private readonly folder: string) {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').slice(1);
      const feed = FEEDS.find((name) => path === `${name}/reports`);
      const report = this.#reports.get(path);
      if (feed !== undefined) {
        response.writeHead(200, { 'content-type': 'text/uri-list; charset=utf-8' });
        const names = [...this.#reports.keys()].filter((name) => name.startsWith(`${feed}/`));
        response.end(names.map((name) => `${this.#origin()}/${name}\r\n`).join(''));
      } else if (!report) {
        response.writeHead(404).end();
      } else if (request.headers['if-none-match'] === report.etag) {
        response.writeHead(304, { etag: report.etag }).end();
      } else {
        response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', etag: report.etag });
        response.end(report.body);
      }
    });
  }

  async put(reports: readonly DemoReport[]): Promise<void> {
    for (const { feed, name, csv } of reports) {
      await writeFile(join(this.folder, feed, name), csv);
      this.#serve(feed, name, Buffer.from(csv));
    }
    const days = [...new Set([...this.#reports.keys()].map(dayOf))].sort().slice(0, -KEPT_DAYS);
    for (const name of this.#reports.keys()) if (days.includes(dayOf(name))) this.#reports.delete(name);
  }

  /** @param port 0 takes a free one */
  async start(port = 0): Promise<void> {
    for (const feed of FEEDS) {
      await mkdir(join(this.folder, feed), { recursive: true });
      const names = (await readdir(join(this.folder, feed))).sort();
      const days = [...new Set(names.map((name) => dayOf(`${feed}/${name}`)))].slice(-KEPT_DAYS);
      for (const name of names)
        if (days.includes(dayOf(`${feed}/${name}`)))
          this.#serve(feed, name, await readFile(join(this.folder, feed, name)));
    }
    await new Promise<void>((ready, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(port, '127.0.0.1', ready);
    });
  }

  /** Where a feed's list of reports is. */
  address(feed: FeedName): string {
    return `${this.#origin()}/${feed}/reports`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #serve(feed: FeedName, name: string, body: Buffer): void {
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    this.#reports.set(`${feed}/${name}`, { body, etag });
  }

  #origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }
}

/** `shadowserver/2026-11-08-event4_sinkhole-northlight.csv` → `2026-11-08` */
function dayOf(path: string): string {
  return (path.split('/')[1] ?? '').slice(0, 10);
}
