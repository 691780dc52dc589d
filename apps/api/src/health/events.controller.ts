import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { routes } from '@lazaret/contracts';

import { By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';
import { News } from './news.js';

/** News for an open console, as they happen. */
@Controller()
export class EventsController {
  constructor(private readonly news: News) {}

  @Serve(routes.events)
  events(@By() by: SignedIn, @Res() reply: FastifyReply): void {
    this.news.open(by, reply);
  }
}
