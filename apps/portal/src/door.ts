import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Unavailable } from '@lazaret/kernel';
import { Visitors, type Visit } from '@lazaret/portal';

import type { Reader } from './page-frame.js';
import { PageWriter, type Page, type Sorry } from './page-writer.js';
import { PageMetrics } from './portal.metrics.js';
import { RateLimit, type Limited } from './rate-limit.js';
import { readerOf } from './read-request.js';
import { Site } from './site.js';

const SORRY_STATUS: Readonly<Record<Sorry, number>> = {
  unavailable: 503,
  broken: 500,
  missing: 404,
  unreadable: 400,
  tooMany: 429,
  tooManyAsked: 429,
  old: 403,
  wrong: 403,
  again: 409,
  nothing: 409,
  notYours: 403,
};

/** Seconds after which it may be worth asking again when PostgreSQL does not answer. */
const RETRY_SECONDS = 60;

/** What every page of ours needs: who reads it, what may be shown, and the way out. */
@Injectable()
export class Door {
  constructor(
    readonly site: Site,
    readonly writer: PageWriter,
    private readonly visitors: Visitors,
    private readonly limit: RateLimit,
    private readonly metrics: PageMetrics,
  ) {}

  reader(request: FastifyRequest): Reader {
    return readerOf(request, this.site.trusted);
  }

  /** What may be shown to this reader; null when nobody knows who it is. @throws Unavailable */
  async visit({ peer }: Reader): Promise<Visit | null> {
    return peer === null ? null : this.visitors.visit(peer.address, peer.port);
  }

  /** As `visit`, where a page can do without. */
  async visitIfSeen(reader: Reader): Promise<Visit | null> {
    try {
      return await this.visit(reader);
    } catch (error) {
      if (error instanceof Unavailable) return null;
      throw error;
    }
  }

  /** Counts one request. When it is one too many, says so to the reader and answers true. */
  isTooMany(what: Limited, reader: Reader, reply: FastifyReply): boolean {
    const waitSeconds = this.wait(what, reader);
    if (waitSeconds === 0) return false;
    this.sorry(reply, 'tooMany', reader, { waitSeconds });
    return true;
  }

  /** Counts one request. @returns 0, or the seconds to wait. Visitors whose address nobody knows share one count. */
  wait(what: Limited, { peer }: Reader): number {
    const seconds = this.limit.take(what, peer?.address ?? '');
    if (seconds > 0) this.metrics.limited.inc({ what });
    return seconds;
  }

  show(reply: FastifyReply, name: string, page: Page, status = 200): void {
    this.metrics.pages.inc({ page: name, language: page.language });
    void reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', page.language)
      .send(page.html);
  }

  sorry(
    reply: FastifyReply,
    why: Sorry,
    reader: Reader,
    more: { readonly again?: string; readonly waitSeconds?: number } = {},
  ): void {
    if (why === 'unavailable') this.metrics.unavailable.inc();
    const wait = more.waitSeconds ?? (why === 'unavailable' ? RETRY_SECONDS : undefined);
    if (wait !== undefined) reply.header('retry-after', String(wait));
    this.show(reply, `sorry-${why}`, this.writer.sorry(why, reader, more), SORRY_STATUS[why]);
  }

  /** On to another page of ours, after a form was taken or where a form was expected. */
  goTo(
    reply: FastifyReply,
    path: string,
    { lang }: Reader,
    query: Readonly<Record<string, string>> = {},
  ): void {
    const all = new URLSearchParams({ ...query, ...(lang === null ? {} : { lang }) }).toString();
    void reply
      .status(303)
      .header('location', all === '' ? path : `${path}?${all}`)
      .send('');
  }
}
