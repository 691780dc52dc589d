import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Site } from './site.js';

/** 32 random bytes as access writes them; whatever looks otherwise is not asked for. */
const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

/** `__Host-` binds it to this host and to TLS: nobody beside us can set it (RFC 6265bis §4.1.3.2). */
export const COOKIE = '__Host-lazaret';
/**
 * Over http, on this machine alone, Chromium and Firefox take such a cookie; Safari long dropped whatever is `Secure`
 * there (WebKit 281149), and nobody could sign in to the demo with it.
 */
const PLAIN = 'lazaret';

export function readCookie({ cookies }: FastifyRequest, site: Site): string | null {
  const token = cookies[COOKIE] ?? (site.isEncrypted ? undefined : cookies[PLAIN]);
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/**
 * No script reads it, no page of another site sends it: the console itself is for anybody, and only what it asks for
 * needs the cookie, so `Strict` keeps no link from working. It ends with the browser, and before that with the session.
 */
export function setCookie(request: FastifyRequest, reply: FastifyReply, site: Site, token: string): void {
  const plain = !site.isEncrypted && isSafari(request.headers['user-agent'] ?? '');
  void reply.setCookie(plain ? PLAIN : COOKIE, token, { ...ATTRIBUTES, secure: !plain });
}

export function dropCookie({ cookies }: FastifyRequest, reply: FastifyReply): void {
  if (cookies[COOKIE] !== undefined) void reply.clearCookie(COOKIE, { ...ATTRIBUTES, secure: true });
  if (cookies[PLAIN] !== undefined) void reply.clearCookie(PLAIN, ATTRIBUTES);
}

const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

function isSafari(agent: string): boolean {
  return /Version\/[\d.]+ .*Safari\//.test(agent) && !/Chrom(e|ium)\//.test(agent);
}
