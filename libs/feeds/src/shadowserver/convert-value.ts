import { IpAddress, IpPrefix } from '@lazaret/kernel';

import type { Value } from '../flat-event.js';
import { readTime } from './read-time.js';

/** Reads another cell of the same row; empty when the report has no such column. */
export type Cell = (column: string) => string;
export type Conversion = (text: string, cell: Cell) => Value | undefined;

/**
 * The conversions the published field maps ask for. Undefined means "this cell does not say": the parser then keeps
 * the text under `extra.`, so that nothing a report says is lost.
 */
export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  text: (text) => text,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  nonzero: (text) => (/^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : undefined),
  number: (text) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined),
  boolean: (text) =>
    /^(y|yes|true|1)$/i.test(text) ? true : /^(n|no|false|0)$/i.test(text) ? false : undefined,
  address: (text) => IpAddress.tryParse(text)?.toString(),
  prefix: (text) => (text.includes('/') ? prefixOf(text) : undefined),
  host: (text) =>
    HOST.test(text) && IpAddress.tryParse(text) === undefined ? text.toLowerCase() : undefined,
  time: (text) => readTime(text)?.at.toISOString(),
  date: (text) => readTime(text)?.at.toISOString(),
  url: (text, cell) => urlOf(text, cell),
  cve: (text) => [...new Set(text.toUpperCase().match(/CVE-\d{4}-\d{4,}/g) ?? [])].join(',') || undefined,
  category: (text, cell) =>
    (text === '' || PLACEHOLDERS.has(text.toLowerCase()) ? cell('detail') : text) || undefined,
  base64: (text) => (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? text : toBase64(text)),
  'exchange-taxonomy': (text) => (hasWebshell(text) ? 'intrusions' : 'vulnerable'),
  'exchange-type': (text) => (hasWebshell(text) ? 'system-compromise' : 'vulnerable-system'),
  'exchange-identifier': (text) =>
    hasWebshell(text) ? 'exchange-server-webshell' : 'vulnerable-exchange-server',
};

/** What a report writes where it has nothing to say. */
export const PLACEHOLDERS: ReadonlySet<string> = new Set(['', 'unknown', 'null', 'none']);

const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?$/i;

function prefixOf(text: string): string | undefined {
  try {
    return IpPrefix.parse(text).toString();
  } catch {
    return undefined;
  }
}

// A path alone becomes an address with the host the same row names.
function urlOf(text: string, cell: Cell): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const host = cell('http_host') || cell('hostname') || cell('host');
  if (host === '' || !text.startsWith('/')) return undefined;
  const scheme = /^https?$/i.test(cell('application')) ? cell('application').toLowerCase() : 'http';
  return `${scheme}://${host}${text}`;
}

function hasWebshell(tag: string): boolean {
  return /(^|[;,\s])[\w-]*webshell/i.test(tag);
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
