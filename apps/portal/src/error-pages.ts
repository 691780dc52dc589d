import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Unavailable } from '@lazaret/kernel';
import { Log } from '@lazaret/platform';

import { Door } from './door.js';
import type { Sorry } from './page-writer.js';

/** Whatever goes wrong ends in a page that says so, in the reader's language, with a number to call. */
@Catch()
export class ErrorPages implements ExceptionFilter {
  constructor(
    private readonly door: Door,
    private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const why = whyOf(error);
    // Neither path nor query is written down: what somebody looked at is nobody's business.
    if (why === 'broken') this.log.error('a page could not be made', { err: error });
    if (why === 'unavailable') this.log.warn('a page could not ask PostgreSQL', { err: error });
    if (!reply.sent) this.door.sorry(reply, why, this.door.reader(request));
  }
}

function whyOf(error: unknown): Sorry {
  if (error instanceof Unavailable) return 'unavailable';
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return 'broken';
  return status === 404 ? 'missing' : 'unreadable';
}
