import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

import { API_BASE, type Asked, type Route } from '@lazaret/contracts';
import { Broken } from '@lazaret/kernel';

import type { SignedIn } from './signed-in.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The line of the catalogue that is served here. */
    route?: Route;
  }
  interface FastifyRequest {
    /** Set by the gate, before anything is read. */
    by: SignedIn | null;
    /** Where the request comes from. */
    address: string | null;
    /** Set once everything is read and checked. */
    asked: Asked<Route> | null;
    /** Of If-Match. */
    seen: number | null;
  }
}

/**
 * Serves one route of the catalogue: method, path, permission and shapes are the route's. A handler without it cannot be
 * reached. It answers what the route's `reply` says, with `Date` for an instant.
 */
export function Serve(route: Route): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: `${API_BASE}${route.path}`, method: RequestMethod[route.method] }),
    HttpCode(statusOf(route)),
    RouteConfig({ route }),
  );
}

export function statusOf(route: Route): number {
  return route.status ?? (route.reply === undefined && route.events === undefined ? 204 : 200);
}

/** What was asked for, read and checked by the route's shapes. */
export const Ask = createParamDecorator((_: undefined, context: ExecutionContext) =>
  there(requestOf(context).asked),
);

/** Who asks. Only on routes for somebody who is signed in. */
export const By = createParamDecorator((_: undefined, context: ExecutionContext) =>
  there(requestOf(context).by),
);

/** The version the asker saw, of If-Match. Only on routes with `ifMatch`. */
export const Seen = createParamDecorator((_: undefined, context: ExecutionContext) =>
  there(requestOf(context).seen),
);

/** An answer with its version, which goes out as ETag. */
export class Tagged {
  constructor(
    readonly version: number,
    readonly reply: unknown,
  ) {}
}

export function tagged(version: number, reply: unknown): Tagged {
  return new Tagged(version, reply);
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function there<T>(value: T | null): T {
  if (value === null) throw new Broken('a handler asks for what its route does not have');
  return value;
}
