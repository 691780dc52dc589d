import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

import type { Route } from '@lazaret/contracts';
import { Broken } from '@lazaret/kernel';

import { Tagged } from './serve.js';

/** Lets out what the route's reply declares, and nothing else: instants as text, a version as ETag, the next page as link. */
@Injectable()
export class Answers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { route } = request.routeOptions.config;
    if (route === undefined || route.events) return next.handle();
    return next.handle().pipe(
      map((answer: unknown) => {
        const [said, version] = answer instanceof Tagged ? [answer.reply, answer.version] : [answer];
        if (version !== undefined) void reply.header('etag', `"${version}"`);
        const declared = declare(route, said);
        const further = nextPage(declared, request.url);
        if (further !== null) void reply.header('link', `<${further}>; rel="next"`);
        return declared;
      }),
    );
  }
}

/** @throws Broken when it is not what the route declares */
function declare(route: Route, said: unknown): unknown {
  if (route.reply === undefined) return undefined;
  const plain: unknown = said === undefined ? undefined : JSON.parse(JSON.stringify(said));
  const read = route.reply.safeParse(plain);
  if (read.success) return read.data;
  const wrong = read.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')} ${code}`);
  throw new Broken(`${route.method} ${route.path} answers other than it declares: ${wrong.join(', ')}`);
}

/** Where a list goes on (RFC 8288). */
function nextPage(declared: unknown, url: string): string | null {
  if (typeof declared !== 'object' || declared === null || !('next' in declared)) return null;
  const { next } = declared;
  if (typeof next !== 'string' || !('items' in declared)) return null;
  const [path = '', query] = url.split('?');
  const search = new URLSearchParams(query);
  search.set('after', next);
  return `${path}?${search.toString()}`;
}
