import type { IncomingHttpHeaders } from 'node:http';

/**
 * May this request be answered? Pages of others must neither read nor move the demo: a name that is not this machine's
 * own may be one that somebody lets point here, and a button is pressed on our own page, or by a program that is no
 * browser.
 */
export function comesFromHere(headers: IncomingHttpHeaders, method: string): boolean {
  const { host, origin } = headers;
  if (host === undefined || !/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host)) return false;
  if (method === 'GET' || method === 'HEAD') return true;
  if (method !== 'POST') return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}
