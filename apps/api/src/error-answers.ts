import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { ProblemReply, Route } from '@lazaret/contracts';
import { NotThere, Refused, Unavailable, type Problem } from '@lazaret/kernel';
import { NotAllowed } from '@lazaret/pipeline';
import { Log } from '@lazaret/platform';

import { Changed } from './changed.js';
import { KINDS, TurnedAway, type Kind } from './turned-away.js';

/** Seconds after which it may be worth asking again when PostgreSQL does not answer. */
const RETRY_SECONDS = 15;
const MOST_PROBLEMS = 50;

interface Answer {
  readonly kind: Kind;
  readonly detail?: string | undefined;
  readonly problems?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly current?: unknown;
}

/** Whatever goes wrong is answered by RFC 9457, with the number under which it stands in the log and nothing of its inside. */
@Catch()
export class ErrorAnswers implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // An answer that has begun cannot become another one.
    if (reply.sent) return;
    const route = request.routeOptions?.config?.route;
    const answer = answerTo(error, route);
    const { status, title } = KINDS[answer.kind];
    this.tell(error, answer.kind, request);
    const body: ProblemReply = {
      type: `/problems#${answer.kind}`,
      title,
      status,
      ...(answer.detail === undefined || answer.detail === title ? {} : { detail: answer.detail }),
      traceId: String(request.id),
      ...(answer.problems === undefined || answer.problems.length === 0
        ? {}
        : {
            errors: answer.problems.slice(0, MOST_PROBLEMS).map((one) => pointed(one, route)),
          }),
      ...(answer.current === undefined ? {} : { current: answer.current }),
    };
    void reply
      .status(status)
      .headers(answer.headers ?? {})
      .header('content-type', 'application/problem+json')
      // To a text a character set would be added, which JSON has not.
      .send(Buffer.from(JSON.stringify(body)));
  }

  /** Neither path nor query is written down, nor what was refused: both may name somebody. */
  private tell(error: unknown, kind: Kind, request: FastifyRequest): void {
    const { status } = KINDS[kind];
    const route = request.routeOptions?.config?.route;
    const fields = {
      requestId: String(request.id),
      route: route === undefined ? 'none' : `${route.method} ${route.path}`,
      status,
    };
    if (status === 503) this.log.warn('a request could not be answered', { ...fields, err: error });
    else if (status >= 500) this.log.error('a request could not be answered', { ...fields, err: error });
    else this.log.info('a request was turned away', { ...fields, kind });
  }
}

function answerTo(error: unknown, route: Route | undefined): Answer {
  if (error instanceof TurnedAway)
    return {
      kind: error.kind,
      detail: error.message,
      problems: error.problems,
      headers: error.headers,
    };
  if (error instanceof Changed)
    return {
      kind: 'changed',
      current: declared(error.current, route),
      ...(error.version === undefined ? {} : { headers: { etag: `"${error.version}"` } }),
    };
  if (error instanceof NotAllowed && error.forbidden === 'no-permission')
    return { kind: 'forbidden', detail: error.message };
  if (error instanceof NotThere) return { kind: 'not-there', detail: error.message };
  if (error instanceof Refused)
    return error.problems.length === 0
      ? { kind: 'not-possible', detail: error.message }
      : { kind: 'refused', detail: error.message, problems: error.problems };
  if (error instanceof Unavailable)
    return { kind: 'unavailable', headers: { 'retry-after': String(RETRY_SECONDS) } };
  return { kind: kindOf(statusOf(error)) };
}

/**
 * Rooms name the field alone, or a place inside what a field holds, `line 4, tiers`. The field stands where the route has one
 * of that name; any other place is told in words.
 */
function pointed({ at, message }: Problem, route: Route | undefined): { pointer: string; detail: string } {
  if (at.startsWith('/')) return { pointer: at, detail: message };
  const [field = ''] = at.split('.');
  for (const part of ['params', 'query', 'body'] as const) {
    const shape = route?.[part];
    if (shape instanceof z.ZodObject && field in shape.shape)
      return { pointer: `/${part}/${at.replaceAll('.', '/')}`, detail: message };
  }
  return { pointer: route?.body === undefined ? '' : '/body', detail: `${at}: ${message}` };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function kindOf(status: number): Kind {
  switch (status) {
    case 404:
      return 'not-there';
    case 413:
      return 'too-large';
    case 415:
      return 'not-json';
    case 503:
      return 'unavailable';
    default:
      return status >= 400 && status < 500 ? 'malformed' : 'broken';
  }
}

/** What a thing looks like now, by the shape of the route's reply or of one of its parts: nothing undeclared leaves. */
function declared(current: unknown, route: Route | undefined): unknown {
  const reply = route?.reply;
  if (reply === undefined || current === undefined || current === null) return undefined;
  const parts = reply instanceof z.ZodObject ? Object.values(reply.shape) : [];
  const plain: unknown = JSON.parse(JSON.stringify(current));
  for (const shape of [reply, ...parts.filter((part) => part instanceof z.ZodObject)]) {
    const read = shape.safeParse(plain);
    if (read.success) return read.data;
  }
  return undefined;
}
