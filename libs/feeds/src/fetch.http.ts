import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';

import { AppError, Refused, Unavailable } from '@lazaret/kernel';

import { isPublicAddress, whyNotAsk } from './guard-address.js';
import { inflate, peek } from './inflate.file.js';

export interface FetchLimits {
  /** Until a connection stands. */
  readonly connectMs: number;
  /** Until the headers are there, and between two pieces of the body. */
  readonly silenceMs: number;
  /** For the whole answer. */
  readonly totalMs: number;
  readonly redirects: number;
}

export const FETCH_LIMITS: FetchLimits = {
  connectMs: 10_000,
  silenceMs: 30_000,
  totalMs: 15 * 60_000,
  redirects: 3,
};

export interface FetchRequest {
  readonly url: URL;
  readonly allowPrivate: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchedHead {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The last part of the address that answered, or the name it gave the file. */
  readonly name: string;
}

/** Reads addresses that people typed and lists handed out. It trusts neither them nor their answers. */
export class WebFetcher {
  private readonly public: Agent;
  private readonly private: Agent;

  constructor(private readonly limits: FetchLimits = FETCH_LIMITS) {
    const shared = {
      headersTimeout: limits.silenceMs,
      bodyTimeout: limits.silenceMs,
      connections: 4,
      maxResponseSize: -1,
    };
    this.public = new Agent({ ...shared, connect: { timeout: limits.connectMs, lookup: publicOnly } });
    this.private = new Agent({ ...shared, connect: { timeout: limits.connectMs } });
  }

  /**
   * Asks once and hands the content to `take` while it arrives. Answers null when it has not changed since `etag` and
   * `lastModified` (RFC 9110 §13).
   * @throws Refused when asking again would not help: address, status 4xx, HTML, damaged content.
   * @throws Unavailable when it may: no connection, silence, 429, status 5xx.
   */
  async fetch<T>(
    asked: FetchRequest,
    take: (content: AsyncIterable<Uint8Array>, head: FetchedHead) => Promise<T>,
  ): Promise<T | null> {
    try {
      return await this.follow(asked, take, AbortSignal.timeout(this.limits.totalMs));
    } catch (error) {
      throw readError(asked.url, error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.public.destroy(), this.private.destroy()]);
  }

  private async follow<T>(
    asked: FetchRequest,
    take: (content: AsyncIterable<Uint8Array>, head: FetchedHead) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | null> {
    let { url } = asked;
    for (let hop = 0; hop <= this.limits.redirects; hop++) {
      const reason = whyNotAsk(url, asked.allowPrivate);
      if (reason !== null) throw new Refused(`${place(url)} is not asked: ${reason}`);
      const answer = await request(url, {
        dispatcher: asked.allowPrivate ? this.private : this.public,
        signal,
        headers: {
          'accept-encoding': 'gzip, identity',
          'user-agent': 'lazaret',
          ...asked.headers,
          ...(asked.etag === null ? {} : { 'if-none-match': asked.etag }),
          ...(asked.lastModified === null ? {} : { 'if-modified-since': asked.lastModified }),
        },
      });
      const next = redirectOf(answer, url);
      if (next === undefined) return await read(answer, url, take);
      await discard(answer);
      // Headers of ours may be keys: they go to the host they were meant for, and over no weaker line.
      if (next.host !== url.host || (url.protocol === 'https:' && next.protocol !== 'https:'))
        throw new Refused(
          `${place(url)} points to another place, ${place(next)}; enter that one if it is right`,
        );
      url = next;
    }
    throw new Refused(`${place(asked.url)} redirects more than ${this.limits.redirects} times`);
  }
}

async function read<T>(
  answer: Dispatcher.ResponseData,
  url: URL,
  take: (content: AsyncIterable<Uint8Array>, head: FetchedHead) => Promise<T>,
): Promise<T | null> {
  const { statusCode } = answer;
  // Trouble reaches the reader of the body; without a listener that of a body nobody reads would end the process.
  answer.body.on('error', () => undefined);
  if (statusCode === 304 || statusCode === 204) {
    await discard(answer);
    return null;
  }
  if (statusCode !== 200) {
    await discard(answer);
    const message = `${place(url)} answered ${statusCode}`;
    throw statusCode === 429 || statusCode === 408 || statusCode >= 500
      ? new Unavailable(message)
      : new Refused(message);
  }
  try {
    const coding = header(answer, 'content-encoding') ?? 'identity';
    if (coding !== 'gzip' && coding !== 'x-gzip' && coding !== 'identity')
      throw new Refused(`${place(url)} answered in the unknown coding ${coding}`);
    const body = answer.body as AsyncIterable<Uint8Array>;
    const { first, all } = await peek(coding === 'identity' ? body : inflate(body));
    if (isHtml(header(answer, 'content-type'), first))
      throw new Refused(
        `${place(url)} answered HTML where a report was expected; is it a log-in or an error page?`,
      );
    return await take(all, {
      etag: header(answer, 'etag') ?? null,
      lastModified: header(answer, 'last-modified') ?? null,
      name: nameOf(answer, url),
    });
  } finally {
    // Whoever stopped reading early has no use for the rest.
    answer.body.destroy();
  }
}

function isHtml(contentType: string | undefined, first: Uint8Array): boolean {
  return (
    /^(text\/html|application\/xhtml)/i.test(contentType ?? '') ||
    /^\s*<(!doctype|html|head|body)/i.test(Buffer.from(first).toString('latin1'))
  );
}

function nameOf(answer: Dispatcher.ResponseData, url: URL): string {
  const given = /filename="?([^";]+)"?/i.exec(header(answer, 'content-disposition') ?? '')?.[1];
  const name = (given ?? lastPart(url)).split(/[/\\]/).at(-1) ?? '';
  // A name is shown and stored, never opened.
  return (
    [...name]
      .filter((letter) => letter > ' ' && letter !== '\u007F')
      .join('')
      .slice(0, 200) || 'report'
  );
}

function lastPart(url: URL): string {
  const part = url.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function redirectOf(answer: Dispatcher.ResponseData, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.statusCode)) return undefined;
  const to = header(answer, 'location') ?? '';
  if (!URL.canParse(to, from.href)) throw new Refused(`${place(from)} redirects to nowhere`);
  return new URL(to, from);
}

function header(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function discard(answer: Dispatcher.ResponseData): Promise<void> {
  await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
}

// The address without its query, which may hold a key.
function place(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function readError(url: URL, error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AppError) return cause;
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === error.name && !PASSING.has(code)) return error;
  return new Unavailable(`${place(url)} does not answer (${code})`, { cause: error });
}

// What has a code comes from the network, TLS or the HTTP parser; of what has none, only these do.
const PASSING: ReadonlySet<string> = new Set([
  'TimeoutError',
  'AbortError',
  'AggregateError',
  'HTTPParserError',
]);

/** Resolves a name and lets the connection go only to the addresses that were looked at here. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '');
    const inside = addresses.find(({ address }) => !isPublicAddress(address));
    if (inside !== undefined)
      return callback(
        new Refused(
          `${hostname} is not asked: it means ${inside.address}, no address of the public Internet`,
        ),
        '',
      );
    const [first] = addresses;
    if (options.all === true) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  });
};
