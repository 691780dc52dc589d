import { IpAddress, type IpPrefix } from '@lazaret/kernel';

/** Where a request comes from. Behind an address that many share, only the port tells whose it is. */
export interface Peer {
  readonly address: string;
  readonly port: number | null;
}

/** What proxies say about who asked them. */
export interface ProxyHeaders {
  /** RFC 7239. */
  readonly forwarded?: string | undefined;
  /** Addresses alone. */
  readonly xForwardedFor?: string | undefined;
}

const LONGEST_HEADER = 2_000;
const MOST_HOPS = 10;

/**
 * Who asks: the other end of the connection, and behind proxies we trust whom they name, read from the right and only as
 * far as each is trusted. Null when that cannot be known: a header is malformed, or two of them disagree.
 * @param trusted blocks of our own proxies; from anybody else such headers are not looked at
 */
export function whoAsks(
  connection: { readonly address: string | undefined; readonly port: number | undefined },
  headers: ProxyHeaders,
  trusted: readonly IpPrefix[],
): Peer | null {
  const near = peer(connection.address ?? '', connection.port ?? null);
  if (near === null || !isTrusted(near, trusted)) return near;
  const { forwarded, xForwardedFor } = headers;
  const named = forwarded === undefined ? undefined : farthest(readForwarded(forwarded), trusted);
  const listed = xForwardedFor === undefined ? undefined : farthest(readList(xForwardedFor), trusted);
  if (named === undefined) return listed ?? null;
  if (listed === undefined) return named;
  // A proxy that sets one of the two lets the visitor write the other: they must agree, and a port is then anybody's word.
  return named !== null && listed !== null && named.address === listed.address ? listed : null;
}

/** @param hops from the visitor to us; null among them: unreadable */
function farthest(hops: readonly (Peer | null)[] | null, trusted: readonly IpPrefix[]): Peer | null {
  if (hops === null) return null;
  for (const hop of [...hops].reverse()) if (hop === null || !isTrusted(hop, trusted)) return hop;
  return null;
}

function isTrusted({ address }: Peer, trusted: readonly IpPrefix[]): boolean {
  const parsed = IpAddress.parse(address);
  return trusted.some((block) => block.contains(parsed));
}

function readList(header: string): readonly (Peer | null)[] | null {
  if (header.length > LONGEST_HEADER) return null;
  const parts = header.split(',');
  return parts.length > MOST_HOPS ? null : parts.map((part) => peer(part, null));
}

const PAIR = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[^"\\]|\\.)*)")\s*/;

/** RFC 7239 §4. Null when it is not written as that says. */
function readForwarded(header: string): readonly (Peer | null)[] | null {
  if (header.length > LONGEST_HEADER) return null;
  const hops: (Peer | null)[] = [];
  let rest = header;
  let node: string | undefined;
  for (;;) {
    const [whole, name, plain, quoted] = PAIR.exec(rest) ?? [];
    if (whole === undefined || name === undefined) return null;
    if (name.toLowerCase() === 'for') {
      if (node !== undefined) return null;
      node = plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '';
    }
    rest = rest.slice(whole.length);
    const next = rest.charAt(0);
    rest = rest.slice(1);
    if (next === ';') continue;
    hops.push(node === undefined ? null : readNode(node));
    if (next === '') return hops;
    if (next !== ',' || hops.length >= MOST_HOPS) return null;
    node = undefined;
  }
}

/** `192.0.2.43`, `192.0.2.43:47011`, `[2001:db8::17]:47011`; `unknown` and hidden names are nobody (§6). */
function readNode(node: string): Peer | null {
  const [, six, four, port] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::(\d{1,5}|_[A-Za-z0-9._-]+))?$/.exec(node) ?? [];
  const number = port === undefined || port.startsWith('_') ? null : Number(port);
  return number !== null && number > 65_535 ? null : peer(six ?? four ?? '', number);
}

function peer(address: string, port: number | null): Peer | null {
  const parsed = IpAddress.tryParse(address);
  return parsed === undefined ? null : { address: parsed.toString(), port };
}
