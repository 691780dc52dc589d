import type { z } from 'zod';

import type { Permission } from '@lazaret/kernel';

/** Who may ask: somebody who holds the permission, whoever is signed in, or anybody at all. */
export type Allowed = Permission | 'signed-in' | 'anybody';

/** One thing the API answers, under `/api/v1`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for every key of `params`. */
  readonly path: `/${string}`;
  readonly allowed: Allowed;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodObject;
  /** Every value comes as text, or not at all. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Without one the answer is 204. */
  readonly reply?: z.ZodType;
  /** 200 unless said otherwise. */
  readonly status?: 201 | 202;
  /** A change of what others change too: the asker says which version he saw (RFC 9110 §13.1.1), 428 without, 412 when it is older. */
  readonly ifMatch?: true;
  /** Answers a stream of server-sent events, not JSON. */
  readonly events?: true;
}

/** Keeps the exact type of a route. */
export function route<const R extends Route>(it: R): R {
  return it;
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Write<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What the API gets, read and checked. */
export interface Asked<R extends Route> {
  readonly params: Read<R['params']>;
  readonly query: Read<R['query']>;
  readonly body: Read<R['body']>;
}

/** What a caller hands in. */
export interface Asking<R extends Route> {
  readonly params: Write<R['params']>;
  readonly query: Write<R['query']>;
  readonly body: Write<R['body']>;
}

/** What comes back, as JSON says it. */
export type Reply<R extends Route> = Read<R['reply']>;
