import type { FastifyReply } from 'fastify';

import { CaseNewsView, type NewsMark } from '@lazaret/cases';
import { Loop } from '@lazaret/platform';

import type { ApiMetrics } from '../api.metrics.js';
import type { Desk } from '../desk.js';
import type { SignedIn } from '../signed-in.js';
import { TurnedAway } from '../turned-away.js';

/** News come in one event every so often, however much happens. */
const LOOK_EVERY_MS = 2_000;
/** So that nobody in between takes a silent connection for a dead one, and a dead one is noticed: every 20 seconds. */
const LOOKS_A_BEAT = 10;
const MOST_STREAMS = 500;
const MOST_OF_ONE = 10;
/** Bytes that a listener may leave unread before it is let go. */
const MOST_UNREAD = 64 * 1024;

export interface NewsOptions {
  readonly desk: Desk;
  readonly cases: CaseNewsView;
  readonly metrics: ApiMetrics;
  /** Whether a session goes on; asked at every beat. */
  readonly alive: (by: SignedIn) => Promise<boolean>;
  readonly onError: (name: string, error: unknown) => void;
  readonly everyMs?: number | undefined;
}

interface Stream {
  readonly by: SignedIn;
  readonly reply: FastifyReply;
  readonly close: () => void;
}

/** Tells open consoles that something happened: one look at the database for all of them. */
export class News {
  readonly #streams = new Set<Stream>();
  readonly #looking: Loop;
  readonly #beating: Loop;
  #mark: NewsMark | undefined;
  #since = new Date();

  constructor(private readonly o: NewsOptions) {
    const loop = (name: string, pollMs: number, run: () => Promise<boolean>): Loop =>
      new Loop({ name, pollMs, run, onError: o.onError });
    this.#looking = loop('news', o.everyMs ?? LOOK_EVERY_MS, () => this.look());
    this.#beating = loop('news beat', (o.everyMs ?? LOOK_EVERY_MS) * LOOKS_A_BEAT, () => this.beat());
  }

  start(): void {
    this.#looking.start();
    this.#beating.start();
  }

  /** The domain's clock was set. */
  clockIsSet(): void {
    void this.o.desk.now().then((now) => this.tell('clock', { now: now.toISOString() }));
  }

  /** Keeps the answer open until its reader goes, its session ends, or we stop. @throws TurnedAway */
  open(by: SignedIn, reply: FastifyReply): void {
    const ofOne = [...this.#streams].filter((stream) => stream.by.operatorId === by.operatorId);
    if (this.#streams.size >= MOST_STREAMS || ofOne.length >= MOST_OF_ONE)
      throw new TurnedAway('too-many', 'close another window of the console', {
        headers: { 'retry-after': '60' },
      });
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // A proxy that gathers answers would keep the news.
      'x-accel-buffering': 'no',
      // Nothing else comes over it: once it has ended, nobody waits for it.
      connection: 'close',
    });
    const stream: Stream = { by, reply, close: () => raw.end() };
    this.#streams.add(stream);
    this.o.metrics.streams.set(this.#streams.size);
    raw.once('close', () => {
      this.#streams.delete(stream);
      this.o.metrics.streams.set(this.#streams.size);
    });
    raw.write('retry: 5000\n\n');
    this.#looking.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#looking.stop(), this.#beating.stop()]);
    // Who does not read would never let an orderly end come; a console asks again by itself.
    for (const { reply } of this.#streams) reply.raw.destroy();
  }

  /** While nobody listens, nothing is asked. */
  private async look(): Promise<boolean> {
    if (this.#streams.size === 0) {
      this.#mark = undefined;
      return false;
    }
    const since = this.#since;
    const mark = this.#mark;
    const { next, changed, now } = await this.o.desk.run(async (tx, at) => ({
      next: await this.o.cases.now(tx),
      changed: mark === undefined ? 0 : await this.o.cases.since(tx, mark),
      now: at,
    }));
    this.#mark = next;
    this.#since = now;
    if (changed > 0) this.tell('cases', { changed, since: since.toISOString() });
    return false;
  }

  private async beat(): Promise<boolean> {
    for (const stream of this.#streams) {
      if (!(await this.o.alive(stream.by))) stream.close();
      else this.write(stream, ': still here\n\n');
    }
    return false;
  }

  private tell(event: 'cases' | 'clock', data: object): void {
    for (const stream of this.#streams)
      if (event !== 'cases' || stream.by.permissions.has('case.read'))
        this.write(stream, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private write({ reply: { raw }, close }: Stream, text: string): void {
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else if (!raw.writableEnded) raw.write(text);
    else close();
  }
}
