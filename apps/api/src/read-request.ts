import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Asked, Route } from '@lazaret/contracts';
import { Broken, type Problem } from '@lazaret/kernel';

import { TurnedAway } from './turned-away.js';

type Part = 'params' | 'query' | 'body';

/** Reads a request by the shapes of its route, before any handler. Names nobody knows are refused: they are misspelt. */
@Injectable()
export class ReadRequest implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { route } = request.routeOptions.config;
    // The gate lets nobody through here; this holds if somebody takes the gate away.
    if (route === undefined || (route.allowed !== 'anybody' && request.by === null))
      throw new Broken('a handler is reached past the gate');
    const problems: Problem[] = [];
    request.asked = {
      params: read('params', route.params, request.params, problems),
      query: read('query', route.query, request.query, problems),
      body: read('body', route.body, request.body, problems),
    } as Asked<Route>;
    if (problems.length > 0) throw new TurnedAway('malformed', 'some values are not right', { problems });
    if (route.ifMatch) request.seen = readVersion(request.headers['if-match']);
    return true;
  }
}

function read(part: Part, shape: z.ZodType | undefined, given: unknown, problems: Problem[]): unknown {
  if (shape === undefined) return undefined;
  const result = strictly(shape).safeParse(given);
  if (result.success) return result.data;
  problems.push(...result.error.issues.flatMap((issue) => problemsOf(part, issue)));
  return undefined;
}

const strict = new WeakMap<z.ZodType, z.ZodType>();

function strictly(shape: z.ZodType): z.ZodType {
  if (!(shape instanceof z.ZodObject)) return shape;
  const made = strict.get(shape) ?? shape.strict();
  strict.set(shape, made);
  return made;
}

/** A JSON Pointer (RFC 6901) that begins with the part of the request. What was given is not repeated. */
function problemsOf(part: Part, issue: z.core.$ZodIssue): Problem[] {
  const at = (path: readonly PropertyKey[]): string => [`/${part}`, ...path.map(escape)].join('/');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      at: at([...issue.path, key]),
      message: 'there is nothing of that name',
    }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ at: at(issue.path), message: missing ? 'is missing' : issue.message }];
}

function escape(part: PropertyKey): string {
  return String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** @throws TurnedAway without one: nobody may change what he has not seen */
function readVersion(header: string | undefined): number {
  if (header === undefined)
    throw new TurnedAway('no-version', 'send If-Match with the ETag you were answered');
  const [, version] = /^"(\d{1,15})"$/.exec(header.trim()) ?? [];
  if (version === undefined)
    throw new TurnedAway('malformed', 'some values are not right', {
      problems: [{ at: '/header/if-match', message: 'write the ETag as it was answered, like "12"' }],
    });
  return Number(version);
}
