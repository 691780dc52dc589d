import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Site } from './site.js';

/** 32 random bytes as access writes them; whatever looks otherwise is not asked for. */
const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

/**
 * The name of the session's cookie. `__Host-` binds it to this host and to TLS; browsers take such a cookie over https
 * alone (Chromium refuses the prefix and Safari the `Secure` even on this machine), so a demo on http://127.0.0.1 has a
 * plain one.
 */
export function cookieName(site: Site): '__Host-lazaret' | 'lazaret' {
  return site.isEncrypted ? '__Host-lazaret' : 'lazaret';
}

export function readCookie(request: FastifyRequest, site: Site): string | null {
  const token = request.cookies[cookieName(site)];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/**
 * No script reads it, no page of another site sends it: the console itself is for anybody, and only what it asks for
 * needs the cookie, so `Strict` keeps no link from working. It ends with the browser, and before that with the session.
 */
export function setCookie(reply: FastifyReply, site: Site, token: string): void {
  void reply.setCookie(cookieName(site), token, attributes(site));
}

export function dropCookie(reply: FastifyReply, site: Site): void {
  void reply.clearCookie(cookieName(site), attributes(site));
}

function attributes(site: Site): {
  path: '/';
  httpOnly: true;
  sameSite: 'strict';
  secure: boolean;
} {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: site.isEncrypted };
}
