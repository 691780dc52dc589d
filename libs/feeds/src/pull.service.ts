import { Injectable } from '@nestjs/common';

import { AppError, Refused } from '@lazaret/kernel';
import type { Instant } from '@lazaret/kernel';

import { ReportArchive } from './archive.file.js';
import { addressesOf, type HttpSource } from './feed-source.js';
import type { Feed } from './feeds.entity.js';
import { FeedsMetrics } from './feeds.metrics.js';
import { WebFetcher, type FetchRequest } from './fetch.http.js';
import type { Cursor, Pulled, PulledReport, PullProblem } from './pulled.js';
import { readHeaders } from './read-headers.file.js';
import { LIST_BYTES, readUriList } from './read-uri-list.js';
import { watchDirectory } from './watch-directory.file.js';

/** So many addresses that do not answer, one after another, end a look. */
const MOST_IN_VAIN = 3;

/** Looks at a feed and lays what it finds into the archive. Outside any transaction: it may take minutes. */
@Injectable()
export class PullService {
  constructor(
    private readonly archive: ReportArchive,
    private readonly fetcher: WebFetcher,
    private readonly metrics: FeedsMetrics,
  ) {}

  /** Never throws for what the outside does: it is in `problems`, beside what could be had. */
  async pull(feed: Pick<Feed, 'name' | 'source'>, cursors: readonly Cursor[], now: Instant): Promise<Pulled> {
    const pulled = await this.look(feed.source, cursors, now).catch((error: unknown): Pulled => {
      return { reports: [], cursors: [], unchanged: 0, problems: [problemOf(feed.name, error)] };
    });
    this.metrics.pulled(feed.name, 'delivered', pulled.reports.length);
    this.metrics.pulled(feed.name, 'unchanged', pulled.unchanged);
    for (const report of pulled.reports) this.metrics.archived(feed.name, report.bytes);
    for (const problem of pulled.problems) this.metrics.pulled(feed.name, problem.kind, 1);
    return pulled;
  }

  private look(source: Feed['source'], cursors: readonly Cursor[], now: Instant): Promise<Pulled> {
    switch (source.kind) {
      case 'directory':
        return watchDirectory(source, cursors, (content) => this.archive.put(content), Date.now());
      case 'http':
        return this.lookAtWeb(source, new Map(cursors.map((cursor) => [cursor.address, cursor])), now);
    }
  }

  private async lookAtWeb(
    source: HttpSource,
    known: ReadonlyMap<string, Cursor>,
    now: Instant,
  ): Promise<Pulled> {
    const headers = (await readHeaders(source.headersFile)).reveal();
    const entries = addressesOf(source, now).map((address) => new URL(address));
    const ask = (url: URL): FetchRequest => ({
      url,
      allowPrivate: source.allowPrivate,
      headers: entries.some((entry) => entry.origin === url.origin) ? headers : {},
      etag: known.get(url.href)?.etag ?? null,
      lastModified: known.get(url.href)?.lastModified ?? null,
    });
    const reports: PulledReport[] = [];
    const cursors: Cursor[] = [];
    const problems: PullProblem[] = [];
    let unchanged = 0;
    let inVain = 0;
    for (const url of source.list ? await this.listed(entries, ask, problems) : entries) {
      // Each may take its full time limit to fail; a source that does not answer is asked again at its next turn.
      if (inVain === MOST_IN_VAIN) break;
      try {
        const report = await this.fetcher.fetch(ask(url), async (content, head) => {
          const name = source.reportName ?? head.name;
          cursors.push({ address: url.href, etag: head.etag, lastModified: head.lastModified, taken: true });
          return { name, address: url.href, ...(await this.archive.put(content)) };
        });
        if (report === null) unchanged++;
        else reports.push(report);
        inVain = 0;
      } catch (error) {
        // No cursor for what did not arrive whole: the next look asks for all of it.
        if (cursors.at(-1)?.address === url.href) cursors.pop();
        problems.push(problemOf(url.origin + url.pathname, error));
        if (problems.at(-1)?.kind === 'unavailable') inVain++;
      }
    }
    return { reports, cursors, unchanged, problems };
  }

  /** What the lists name. A list is asked for without condition: an unchanged list may name changed reports. */
  private async listed(
    entries: readonly URL[],
    ask: (url: URL) => FetchRequest,
    problems: PullProblem[],
  ): Promise<readonly URL[]> {
    const named: URL[] = [];
    for (const entry of entries)
      try {
        const text = await this.fetcher.fetch({ ...ask(entry), etag: null, lastModified: null }, shortText);
        named.push(...readUriList(text ?? '', entry));
      } catch (error) {
        problems.push(problemOf(entry.origin + entry.pathname, error));
      }
    return named;
  }
}

async function shortText(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > LIST_BYTES) throw new Refused(`the list of reports is longer than ${LIST_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

// What the outside did is told; what we did wrong is thrown.
function problemOf(address: string, error: unknown): PullProblem {
  if (!(error instanceof AppError) || error.code === 'broken') throw error;
  return { address, kind: error instanceof Refused ? 'refused' : 'unavailable', message: error.message };
}
