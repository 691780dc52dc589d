import ipaddr from 'ipaddr.js';

/** Whether an address is one of the public Internet: no private, local, shared, translated or reserved range. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Why we must not ask this address, or null. Feed addresses are typed by people and handed out by lists: neither may
 * turn us against our own network (OWASP ASVS 5.0 §1.3.6). Host names are checked again when they are resolved.
 */
export function whyNotAsk(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `${url.protocol} is no web address`;
  if (url.username !== '' || url.password !== '')
    return 'it carries a user name or password; use headersFile';
  if (allowPrivate) return null;
  if (url.protocol !== 'https:') return 'it is not https';
  if (!['', '443', '8443'].includes(url.port)) return `port ${url.port} is not a usual one for https`;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(host) && !isPublicAddress(host)) return `${host} is no address of the public Internet`;
  return null;
}
