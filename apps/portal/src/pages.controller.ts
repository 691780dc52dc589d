import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Visitors } from '@lazaret/portal';

import { choosePage } from './choose-page.js';
import { Door } from './door.js';
import { queryOf } from './read-request.js';

const NONCE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The pages that only tell. */
@Controller()
export class PagesController {
  constructor(
    private readonly door: Door,
    private readonly visitors: Visitors,
  ) {}

  /** How the connection stands that asks. */
  @Get('/')
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    const visit = await this.door.visit(reader);
    const page = choosePage(visit, null);
    this.door.show(
      reply,
      page,
      this.door.writer.standing(page, reader, visit, null, { still: isStill(request) }),
    );
  }

  /** What became of a form. Whoever has its nonce sent it; anybody else sees how his own connection stands. */
  @Get('/asked')
  async asked(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    const nonce = queryOf(request, 'n', NONCE);
    const asked = nonce === null ? null : await this.visitors.asked(nonce);
    if (nonce === null || asked === null) return this.door.goTo(reply, '/', reader);
    const visit = await this.door.visit(reader);
    // A form of another address: this reader is told of his own connection only.
    if (visit === null && asked.via === 'address') return this.door.goTo(reply, '/', reader);
    const page = choosePage(visit, asked);
    const form = { asked, nonce };
    this.door.show(
      reply,
      page,
      this.door.writer.standing(page, reader, visit, form, { still: isStill(request) }),
    );
  }

  /** Why we write at all. It can be read while PostgreSQL cannot. */
  @Get('/help')
  async help(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    if (this.door.isTooMany('page', reader, reply)) return;
    this.door.show(reply, 'help', this.door.writer.help(reader, await this.door.visitIfSeen(reader)));
  }
}

function isStill(request: FastifyRequest): boolean {
  return queryOf(request, 'still', /^1$/) !== null;
}
