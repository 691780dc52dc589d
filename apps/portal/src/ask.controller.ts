import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import {
  BY_CODE,
  readCode,
  REQUEST_KINDS,
  Visitors,
  type AskAnswer,
  type RequestKind,
  type Visit,
} from '@lazaret/portal';

import { atLeast } from './at-least.js';
import { codeTrouble } from './check.controller.js';
import { Door } from './door.js';
import { FormTokens } from './form-token.js';
import type { Reader } from './page-frame.js';
import type { Sorry } from './page-writer.js';
import { PageMetrics } from './portal.metrics.js';
import { isCrossSite, type Form } from './read-request.js';

/** What the reader is told when the database did not take a request. */
const REFUSED: Readonly<Record<Exclude<AskAnswer, 'taken'>, Sorry>> = {
  again: 'again',
  nobody: 'wrong',
  'no-case': 'nothing',
  'too-many': 'tooManyAsked',
  'not-yours': 'notYours',
};

/** The one place where visitors change something: a button, pressed by a person, on a page of ours (RFC 6561 §5.4). */
@Controller()
export class AskController {
  constructor(
    private readonly door: Door,
    private readonly visitors: Visitors,
    private readonly tokens: FormTokens,
    private readonly metrics: PageMetrics,
  ) {}

  /** Whoever only follows a link asks for nothing. */
  @Get('/ask')
  look(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.door.goTo(reply, '/', this.door.reader(request));
  }

  @Get('/safety')
  async safety(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    this.door.show(reply, 'safety', this.door.writer.safety(reader, await this.door.visit(reader)));
  }

  @Post('/ask')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('ask', reader, reply)) return;
    const form = request.body as Form;
    const kind = REQUEST_KINDS.find((known) => known === form.kind);
    if (kind === undefined) return this.door.sorry(reply, 'unreadable', reader);
    if (isCrossSite(request)) return this.refuse(reply, kind, 'wrong', reader);

    const visit = await this.door.visit(reader);
    // A code typed here, or one that the page carried on from the check: the ticket knows which.
    const carried = form.code === undefined ? null : readCode(form.code);
    const ticket = this.tokens.read(form.t ?? '', {
      kind,
      address: reader.peer?.address ?? null,
      about: carried ?? (form.typed === undefined ? (visit?.case?.code ?? null) : null),
    });
    if (!ticket.ok) return this.refuse(reply, kind, ticket.why === 'old' ? 'old' : 'wrong', reader);
    const { nonce } = ticket;
    if (form.typed !== undefined) return this.askByCode(reply, reader, visit, kind, form.typed, nonce);
    if (visit === null && carried === null && BY_CODE.includes(kind))
      return this.door.goTo(reply, '/safety', reader);

    await this.answer(reply, reader, kind, nonce, carried ?? visit?.case?.code ?? null);
  }

  private async askByCode(
    reply: FastifyReply,
    reader: Reader,
    visit: Visit | null,
    kind: RequestKind,
    typed: string,
    nonce: string,
  ): Promise<void> {
    const code = readCode(typed);
    if (code === null) {
      const page = this.door.writer.safety(reader, visit, codeTrouble(typed));
      return this.door.show(reply, 'safety-trouble', page, 422);
    }
    if (this.door.isTooMany('code', reader, reply)) return;
    const answer = await atLeast(this.take(reader, kind, nonce, code));
    if (answer !== 'nobody') return this.tell(reply, reader, kind, nonce, answer);
    const page = this.door.writer.safety(reader, visit, { typed: typed.slice(0, 40), error: 'codeUnknown' });
    this.door.show(reply, 'safety-trouble', page, 422);
  }

  private async answer(
    reply: FastifyReply,
    reader: Reader,
    kind: RequestKind,
    nonce: string,
    code: string | null,
  ): Promise<void> {
    this.tell(reply, reader, kind, nonce, await this.take(reader, kind, nonce, code));
  }

  private async take(
    reader: Reader,
    kind: RequestKind,
    nonce: string,
    code: string | null,
  ): Promise<AskAnswer> {
    const { address = null, port = null } = reader.peer ?? {};
    const answer = await this.visitors.ask({ kind, address, port, code, nonce });
    this.metrics.asked.inc({ kind, answer });
    return answer;
  }

  private tell(
    reply: FastifyReply,
    reader: Reader,
    kind: RequestKind,
    nonce: string,
    answer: AskAnswer,
  ): void {
    if (answer === 'taken') return this.door.goTo(reply, '/asked', reader, { n: nonce });
    this.door.sorry(reply, REFUSED[answer], reader, answer === 'again' ? { again: `/asked?n=${nonce}` } : {});
  }

  private refuse(reply: FastifyReply, kind: RequestKind, why: 'old' | 'wrong', reader: Reader): void {
    this.metrics.asked.inc({ kind, answer: why });
    this.door.sorry(reply, why, reader);
  }
}
