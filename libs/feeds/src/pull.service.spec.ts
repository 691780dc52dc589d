import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ReportArchive } from './archive.file.js';
import { HttpSource } from './feed-source.js';
import { FeedsMetrics } from './feeds.metrics.js';
import { WebFetcher } from './fetch.http.js';
import { PullService } from './pull.service.js';
import { outcomeOf, type Cursor, type Pulled } from './pulled.js';

const CSV = 'timestamp,ip\n2026-11-11 10:00:00,192.0.2.1\n';
const now = new Date('2026-11-12T10:00:00Z');

let folder = '';
let server: Server;
let base = '';
let asked: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let fetcher: WebFetcher;
let pulls: PullService;
let archive: ReportArchive;
let registry: Registry;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-pull-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fetcher = new WebFetcher({ connectMs: 500, silenceMs: 300, totalMs: 2_000, redirects: 3 });
  registry = new Registry();
  archive = new ReportArchive(folder, 1_000_000);
  pulls = new PullService(archive, fetcher, new FeedsMetrics(registry));
});

afterEach(async () => {
  await fetcher.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

function pull(source: Record<string, unknown> = {}, cursors: readonly Cursor[] = []): Promise<Pulled> {
  const url = `${base}/reports/2026-11-11-scan_http.csv`;
  return pulls.pull(
    { name: 'shadow', source: HttpSource.parse({ kind: 'http', url, allowPrivate: true, ...source }) },
    cursors,
    now,
  );
}

const send =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/csv', ...headers });
    response.end(body);
  };

describe('a pull over HTTP', () => {
  it('archives the report under its SHA-256 before anything else', async () => {
    answer = send(CSV);
    const { reports, problems } = await pull();
    const sha256 = createHash('sha256').update(CSV).digest('hex');
    expect(problems).toEqual([]);
    expect(reports).toEqual([
      {
        name: '2026-11-11-scan_http.csv',
        address: `${base}/reports/2026-11-11-scan_http.csv`,
        sha256,
        bytes: CSV.length,
      },
    ]);
    expect(await archive.has(sha256)).toBe(true);
    expect(await registry.metrics()).toContain('lazaret_feed_pulls_total{feed="shadow",event="delivered"} 1');
  });

  it('asks only for news, and takes 304 for an answer', async () => {
    answer = send(CSV, { etag: '"1"', 'last-modified': 'Wed, 11 Nov 2026 10:00:00 GMT' });
    const first = await pull();
    answer = send('', {}, 304);
    const second = await pull({}, first.cursors);
    expect(asked[1]?.headers).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Wed, 11 Nov 2026 10:00:00 GMT',
    });
    expect(second).toEqual({ reports: [], cursors: [], unchanged: 1, problems: [] });
  });

  it('pulls each report a list names, and goes on after a bad one', async () => {
    answer = (request, response) => {
      if (request.url === '/list')
        send(`${base}/a-scan_http.csv\n/missing.csv\n/event4_sinkhole.csv`, {
          'content-type': 'text/uri-list',
        })(request, response);
      else if (request.url === '/missing.csv') send('', {}, 404)(request, response);
      else send(CSV + String(request.url))(request, response);
    };
    const pulled = await pull({ url: `${base}/list`, list: true });
    expect(pulled.reports.map((report) => report.name)).toEqual(['a-scan_http.csv', 'event4_sinkhole.csv']);
    expect(pulled.problems).toEqual([
      { address: `${base}/missing.csv`, kind: 'refused', message: `${base}/missing.csv answered 404` },
    ]);
    expect(outcomeOf(pulled)).toBe('refused');
  });

  it('names a report by the last part of its address, or as its sender or the feed does', async () => {
    answer = send(CSV);
    const nameOf = async (source: Record<string, unknown>) => (await pull(source)).reports[0]?.name;
    expect(await nameOf({ url: `${base}/a%2Fb%20c.csv?key=1` })).toBe('bc.csv');
    expect(await nameOf({ url: `${base}/%zz.csv` })).toBe('%zz.csv');
    expect(await nameOf({ url: `${base}/` })).toBe('report');
    expect(await nameOf({ reportName: 'scan_ftp.csv' })).toBe('scan_ftp.csv');
    answer = send(CSV, { 'content-disposition': 'attachment; filename="../scan_http.csv"' });
    expect(await nameOf({})).toBe('scan_http.csv');
  });

  it('undoes gzip on the way', async () => {
    answer = send(gzipSync(CSV), { 'content-encoding': 'gzip' });
    expect((await pull()).reports[0]?.bytes).toBe(CSV.length);
  });

  it('sends its keys to the origin they are for, and no further', async () => {
    await writeFile(join(folder, 'headers'), '# key\nAuthorization: Bearer 123\n');
    answer = (request, response) =>
      request.url === '/list'
        ? send(`/a.csv\n${base.replace('127.0.0.1', 'localhost')}/b.csv`, {
            'content-type': 'text/uri-list',
          })(request, response)
        : send(CSV)(request, response);
    await pull({ url: `${base}/list`, list: true, headersFile: join(folder, 'headers') });
    expect(asked.map((request) => [request.url, request.headers.authorization])).toEqual([
      ['/list', 'Bearer 123'],
      ['/a.csv', 'Bearer 123'],
      ['/b.csv', undefined],
    ]);
  });

  it('follows a redirect on the same host, a few times', async () => {
    answer = (request, response) =>
      request.url === '/end-scan_http.csv'
        ? send(CSV)(request, response)
        : send('', { location: '/end-scan_http.csv' }, 302)(request, response);
    expect((await pull()).reports[0]?.name).toBe('end-scan_http.csv');
    answer = send('', { location: '/again' }, 302);
    expect((await pull()).problems[0]?.message).toContain('redirects more than 3 times');
    answer = send('', { location: 'http://198.51.100.1/' }, 302);
    expect((await pull()).problems[0]?.message).toContain('points to another place, http://198.51.100.1/');
  });

  it.each([
    ['HTML by type', send(CSV, { 'content-type': 'text/html; charset=utf-8' }), 'refused', 'answered HTML'],
    ['HTML by look', send('\n<!DOCTYPE html><p>Sorry'), 'refused', 'answered HTML'],
    ['403', send('no', {}, 403), 'refused', 'answered 403'],
    ['429', send('later', {}, 429), 'unavailable', 'answered 429'],
    ['503', send('down', {}, 503), 'unavailable', 'answered 503'],
    ['an unknown coding', send('x', { 'content-encoding': 'br' }), 'refused', 'unknown coding br'],
    ['too much', send('x'.repeat(1_000_001)), 'refused', 'larger than 1000000 bytes'],
    [
      'a bomb',
      send(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }),
      'refused',
      'larger than',
    ],
    [
      'damaged gzip',
      send(gzipSync(CSV).subarray(0, 30), { 'content-encoding': 'gzip' }),
      'refused',
      'damaged or ends early',
    ],
    [
      'no HTTP',
      (request: IncomingMessage) => request.socket.end('SSH-2.0\r\n'),
      'unavailable',
      'does not answer',
    ],
    ['silence', () => undefined, 'unavailable', 'does not answer'],
    [
      'half a body',
      (_: IncomingMessage, r: ServerResponse) => {
        r.writeHead(200, { 'content-length': '1000' });
        r.write(CSV);
        setImmediate(() => r.destroy());
      },
      'unavailable',
      'does not answer',
    ],
  ] as const)('tells %s, and keeps no cursor', async (_, how, kind, message) => {
    answer = how;
    const pulled = await pull();
    expect(pulled).toMatchObject({ reports: [], cursors: [], problems: [{ kind }] });
    expect(pulled.problems[0]?.message).toContain(message);
  });

  it('tells that nobody is there', async () => {
    const port = (server.address() as AddressInfo).port;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    const pulled = await pull({ url: `http://127.0.0.1:${port}/` });
    expect(pulled.problems[0]).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    server = createServer().listen(0);
  });

  it('asks nobody inside unless a person allowed it', async () => {
    answer = send(CSV);
    for (const url of [
      `${base}/a.csv`,
      'https://127.0.0.1/',
      'https://localhost/',
      'https://[::ffff:10.0.0.1]/',
    ]) {
      const pulled = await pull({ url, allowPrivate: false });
      expect(pulled.problems[0]).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('is not asked') as string,
      });
    }
    expect(asked).toEqual([]);
  });

  it('tells a headers file that is missing or wrong', async () => {
    answer = send(CSV);
    expect((await pull({ headersFile: join(folder, 'none') })).problems[0]?.message).toContain(
      'cannot be read',
    );
    await writeFile(join(folder, 'headers'), 'just words');
    expect((await pull({ headersFile: join(folder, 'headers') })).problems[0]?.message).toContain(
      'no header',
    );
  });
});
