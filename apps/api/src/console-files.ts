import { readdirSync, readFileSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { API_BASE } from '@lazaret/contracts';

import { consolePolicy } from './headers.js';
import { TurnedAway } from './turned-away.js';

/** Stands in `index.html` where the page's nonce belongs. */
const NONCE = /__NONCE__/g;
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Serves the built console: its files, and its page for every address that is the console's own. */
export class ConsoleFiles {
  #page: { readonly at: number; readonly html: string } | undefined;

  /** @param folder as the build leaves it: `index.html`, files beside it, and `assets/` with a digest in every name */
  constructor(private readonly folder: string) {}

  /** @param fastify with `@fastify/static` on it, which has `folder` for its root */
  serve(fastify: FastifyInstance): void {
    fastify.get('/*', (request, reply) => this.answer(request, reply));
  }

  private answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const path = (request.params as { '*': string })['*'];
    if (`/${path}/`.startsWith('/api/')) throw new TurnedAway('not-there', `the API is at ${API_BASE}`);
    if (path.startsWith('assets/'))
      return reply.sendFile(path, { cacheControl: false }).header('cache-control', FOR_EVER);
    // Only names that are really there, and no hidden ones: everything else is a page of the console.
    if (path !== '' && path !== 'index.html' && this.beside().includes(path))
      return reply.sendFile(path, { cacheControl: false }).header('cache-control', 'no-cache');
    return this.page(reply);
  }

  private page(reply: FastifyReply): FastifyReply {
    const html = this.html();
    void reply.type('text/html; charset=utf-8');
    if (html === null) return reply.status(503).send(NOT_BUILT);
    const nonce = randomBytes(16).toString('base64');
    return reply.header('content-security-policy', consolePolicy(nonce)).send(html.replaceAll(NONCE, nonce));
  }

  /** Read again when it was built again. Null when it was never built. */
  private html(): string | null {
    const file = join(this.folder, 'index.html');
    const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (at === undefined) return null;
    if (this.#page?.at !== at) this.#page = { at, html: readFileSync(file, 'utf8') };
    return this.#page.html;
  }

  private beside(): readonly string[] {
    try {
      return readdirSync(this.folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => entry.name);
    } catch {
      return [];
    }
  }
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lazaret</title>
<p>The console has not been built. Run <code>npm run build</code>; the API answers meanwhile.</p></html>
`;
