import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Door } from './door.js';
import { isCaptive } from './is-captive.js';
import { PageMetrics } from './portal.metrics.js';

const TYPE = 'application/captive+json';

/** The captive portal API (RFC 8908). Devices poll it; what it says follows from the address alone. */
@Controller('/captive-portal')
export class CaptiveController {
  constructor(
    private readonly door: Door,
    private readonly metrics: PageMetrics,
  ) {}

  @Get('/api')
  async api(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = this.door.reader(request);
    const wait = this.door.wait('captive', reader);
    if (wait > 0) {
      void reply.status(429).header('retry-after', String(wait)).header('content-type', 'text/plain').send('too many requests\n'); // prettier-ignore
      return;
    }
    reply.header('cache-control', 'private, no-store');
    // A person who opens the address in a browser wants the page (RFC 8910 §2).
    const accept = request.headers.accept ?? '*/*';
    if (/text\/html/i.test(accept) && !accept.toLowerCase().includes(TYPE)) {
      void reply.status(302).header('location', this.door.site.home).send('');
      return;
    }
    const visit = await this.door.visitIfSeen(reader);
    const captive = isCaptive(visit);
    this.metrics.captive.inc({ answer: visit === null ? 'unknown' : captive ? 'captive' : 'free' });
    // Who is not known is told no more than that nothing holds him (RFC 8952 §2.3).
    const body =
      visit === null
        ? { captive: false }
        : { captive, 'user-portal-url': this.door.site.home, 'can-extend-session': false };
    // As bytes: a string would be given a charset, which this type does not have.
    void reply
      .status(200)
      .header('content-type', TYPE)
      .send(Buffer.from(JSON.stringify(body)));
  }
}
