import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { readCode, Visitors } from '@lazaret/portal';

import { atLeast } from './at-least.js';
import { Door } from './door.js';
import type { CodeTrouble } from './form-parts.js';
import { PageMetrics } from './portal.metrics.js';
import type { Form } from './read-request.js';

/** The page where a code can be checked. It changes nothing, so it needs no ticket. */
@Controller('/check')
export class CheckController {
  constructor(
    private readonly door: Door,
    private readonly visitors: Visitors,
    private readonly metrics: PageMetrics,
  ) {}

  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    this.door.show(reply, 'check', this.door.writer.check(reader, await this.door.visitIfSeen(reader)));
  }

  @Post()
  @HttpCode(200)
  async check(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    const { typed = '' } = request.body as Form;
    const code = readCode(typed);
    if (code === null) {
      const visit = await this.door.visitIfSeen(reader);
      const page = this.door.writer.check(reader, visit, codeTrouble(typed));
      return this.door.show(reply, 'check-trouble', page, 422);
    }
    if (this.door.isTooMany('code', reader, reply)) return;
    // Known or not, the answer takes the same time.
    const [verified, visit] = await atLeast(
      Promise.all([this.visitors.verify(code), this.door.visit(reader)]),
    );
    const answer = verified === null ? 'no' : 'yes';
    this.metrics.codes.inc({ answer });
    this.door.show(reply, answer, this.door.writer.checked(reader, visit, code, verified));
  }
}

/** What was wrong with what was typed before anybody looked it up. */
export function codeTrouble(typed: string): CodeTrouble {
  return { typed: typed.slice(0, 40), error: typed.trim() === '' ? 'codeMissing' : 'codeMalformed' };
}
