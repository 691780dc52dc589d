import { API_BASE, problem, routes, type Asking, type Reply, type Route } from '@lazaret/contracts';

import { isAway } from './away.js';

/** What a route must be given, from its own shapes; `version` where a change needs to say what it has seen. */
export type Given<R extends Route> = (R extends { params: object }
  ? { params: Asking<R>['params'] }
  : unknown) &
  (R extends { query: object } ? { query?: Asking<R>['query'] } : unknown) &
  (R extends { body: object } ? { body: Asking<R>['body'] } : unknown) &
  (R extends { ifMatch: true } ? { version: number } : unknown);

/** Nothing to give: the argument may be left out. */
type Arguments<R extends Route> =
  object extends Given<R>
    ? [given?: Given<R>, signal?: AbortSignal]
    : [given: Given<R>, signal?: AbortSignal];

interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly version?: number;
}

/** The API refused, or could not be reached (`status` 0). RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | null = null,
    readonly traceId: string | null = null,
    /** Where in the request, as JSON pointers. */
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
    /** With 412: what the thing looks like now. */
    readonly current: unknown = undefined,
    /** From `Retry-After`. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail ?? title);
  }
}

const signedOut = new Set<() => void>();

/** Calls back whenever the session turns out to be over. @returns takes the listener away */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** A call that hangs is given up after so many ms; the API's own limit is shorter. */
const PATIENCE_MS = 30_000;

/**
 * Asks the API one thing.
 * @throws Problem for every answer but 2xx, and when there is no answer
 */
export async function ask<const R extends Route>(
  route: R,
  ...[given, signal]: Arguments<R>
): Promise<Reply<R>> {
  const parts = (given ?? {}) as Parts;
  const limit = AbortSignal.timeout(PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(pathTo(route, parts), {
      method: route.method,
      headers: headersOf(route, parts),
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, 'not reached');
  }
  if (!response.ok) {
    if (response.status === 401 && !isSignIn(route)) for (const listener of signedOut) listener();
    throw await problemOf(response);
  }
  if (response.status === 204) return undefined as Reply<R>;
  return (await response.json()) as Reply<R>;
}

/** Where a route is, with its query: `/api/v1/cases?waits=person`. */
export function pathTo(route: Route, { params = {}, query = {} }: Pick<Parts, 'params' | 'query'>): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(said(params[name])));
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, said(value)])).toString();
  return `${API_BASE}${path}${text === '' ? '' : `?${text}`}`;
}

function headersOf(route: Route, { body, version }: Parts): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    // No form of a foreign page can send it: what changes something must carry it.
    ...(route.method === 'GET' ? {} : { 'x-lazaret': '1' }),
    ...(route.method === 'GET' && isAway() ? { 'x-lazaret-away': '1' } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
}

async function problemOf(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(retry) ? retry : null;
  const read = problem.safeParse(await response.json().catch(() => null));
  if (!read.success)
    return new Problem(
      response.status,
      response.statusText,
      null,
      response.headers.get('x-request-id'),
      [],
      undefined,
      retryAfter,
    );
  const { title, detail = null, traceId, errors = [], current } = read.data;
  return new Problem(response.status, title, detail, traceId, errors, current, retryAfter);
}

function isSignIn(route: Route): boolean {
  return route.path === routes.signIn.path && route.method === routes.signIn.method;
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}
