import type { FastifyRequest } from 'fastify';

import type { IpPrefix } from '@lazaret/kernel';

import type { Reader } from './page-frame.js';
import { whoAsks } from './who-asks.js';

/** The fields of a form, each once and bounded; what is not a field of ours is not there. */
export type Form = Readonly<Partial<Record<'t' | 'kind' | 'code' | 'typed', string>>>;

const FIELDS = new Set(['t', 'kind', 'code', 'typed']);
const LONGEST_FIELD = 300;

/** A body of `application/x-www-form-urlencoded`. */
export function readForm(body: string): Form {
  const form: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(body))
    if (FIELDS.has(name) && !(name in form)) form[name] = value.slice(0, LONGEST_FIELD);
  return form;
}

/** One value of the query, when it looks as it should. */
export function queryOf(request: FastifyRequest, name: string, shape: RegExp): string | null {
  const value = (request.query as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' && shape.test(value) ? value : null;
}

/** Who reads the answer. */
export function readerOf(request: FastifyRequest, trusted: readonly IpPrefix[]): Reader {
  const { socket } = request.raw;
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  };
  return {
    peer: whoAsks(
      { address: socket.remoteAddress, port: socket.remotePort },
      { forwarded: header('forwarded'), xForwardedFor: header('x-forwarded-for') },
      trusted,
    ),
    lang: queryOf(request, 'lang', /^[a-z]{2,3}$/),
    acceptLanguage: header('accept-language'),
  };
}

/** A browser that says it was sent here by a page of somebody else's. */
export function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
