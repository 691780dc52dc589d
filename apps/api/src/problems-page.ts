import type { FastifyInstance } from 'fastify';

import { KINDS, type Kind } from './turned-away.js';

/** What somebody who gets such an answer can do. */
const HELP: Readonly<Record<Kind, string>> = {
  malformed: '<code>errors</code> name the places by JSON Pointer: /query/state, /body/name.',
  'not-signed-in': 'Sign in with POST /api/v1/session, and send the cookie it sets.',
  'wrong-credentials': 'After some wrong ones a name is locked for a while; Retry-After says how long.',
  forbidden: 'An admin gives roles; the answer names the permission.',
  'change-password-first': 'POST /api/v1/session/password.',
  'foreign-page':
    'What changes something carries the header <code>x-lazaret: 1</code> and comes from no other site.',
  'not-there': 'Look at the path, and at what it names.',
  'not-possible': 'Look at the thing again: what was possible may not be any more.',
  changed: '<code>current</code> is what it looks like now. Look, and try again with the new ETag.',
  'too-large': 'Bodies are at most 64 KiB, policies 1 MiB.',
  'not-json': 'Send Content-Type: application/json.',
  'not-our-name': 'Use the address of LAZARET_API_URL, or set it to the one you use.',
  refused: '<code>errors</code> say what must be otherwise.',
  'no-version': 'Send If-Match with the ETag of what you looked at.',
  'too-many': 'Wait for as many seconds as Retry-After says.',
  broken: 'Tell whoever runs this machine; <code>traceId</code> finds it in the log.',
  unavailable: 'Try again after as many seconds as Retry-After says.',
};

/** Where the `type` of every error answer leads (RFC 9457 §3.1.1). */
export function serveProblemsPage(fastify: FastifyInstance): void {
  fastify.get('/problems', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error answers · Lazaret</title>
<h1>Error answers</h1>
<p>Errors are <code>application/problem+json</code> (RFC 9457). <code>traceId</code> stands in the log of the API.</p>
<dl>
${(Object.keys(KINDS) as Kind[])
  .map(
    (kind) =>
      `<dt id="${kind}"><b>${KINDS[kind].status} ${kind}</b>: ${KINDS[kind].title}</dt><dd>${HELP[kind]}</dd>`,
  )
  .join('\n')}
</dl>
</html>
`;
