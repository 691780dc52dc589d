import { isMailAddress, readPhone } from '@lazaret/directory';
import { IpAddress, IpPrefix } from '@lazaret/kernel';
import { readCode } from '@lazaret/portal';

/** What somebody's words may be. */
export type Reading =
  | { readonly kind: 'address'; readonly address: string }
  /** The port is taken for a source port: whoever holds the address may be told apart by it. */
  | { readonly kind: 'address-port'; readonly address: string; readonly port: number }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'case'; readonly code: string }
  | { readonly kind: 'line'; readonly ref: string }
  | { readonly kind: 'access'; readonly value: string }
  | { readonly kind: 'customer'; readonly ref: string }
  | { readonly kind: 'phone'; readonly number: string }
  | { readonly kind: 'email'; readonly address: string };

const LONGEST = 300;
/** What people put around what they paste, and mail programs before it. */
const AROUND = /^[\s"'„“”«»‘’<([]+(?=\S)|[\s"'„“”«»‘’>,;]+$/gu;
/** Words before a code or number that say what it is: `case K7QM-2TXD`, `Kundennummer: 4711`. */
const LABEL =
  /^(case|fall|code|vorgang|customer( number| no\.?)?|kunde|kundennummer|kd\.?-?nr\.?|line|anschluss|phone|tel\.?|telefon|e-?mail|ip|address|adresse)\s*[:#.]?\s+(?=\S)|^#/iu;

/**
 * All that the words may be, the likeliest first; nothing when they are empty or too long. What a person is known by comes
 * after what a network or this house calls a line, so that people are looked up only where nothing else fits.
 */
export function readWords(words: string): readonly Reading[] {
  if (words.length > LONGEST) return [];
  const text = strip(words);
  if (text === '') return [];
  const place = readPlace(text);
  if (place) return [place];
  const bare = text.replace(LABEL, '');
  return bare === text ? readName(text) : [...(asPlace(readPlace(strip(bare))) ?? readName(strip(bare)))];
}

function asPlace(place: Reading | undefined): readonly Reading[] | undefined {
  return place && [place];
}

function strip(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(AROUND, (around) => (/[[(]/.test(around) ? around.replace(/[^[(]/g, '') : ''))
    .trim();
}

/** An address, with or without its port, or a block of them. */
function readPlace(text: string): Reading | undefined {
  // As reports and mails defang them: `192.0.2[.]1`, `hxxp://192.0.2.1/`. The port of such an address is the listener's.
  const plain = text.replace(/\[\.\]|\(\.\)|\[dot\]/gi, '.').replace(/\[:\]/g, ':');
  const web = /^[a-z][a-z0-9+.-]{1,9}:\/\/(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::\d{1,5})?(?:[/?#].*)?$/i.exec(plain);
  if (web) return readAddress(web[1] ?? web[2] ?? '');
  if (plain.includes('/')) return readBlock(plain);
  const bracketed = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(plain);
  if (bracketed) return withPort(bracketed[1] ?? '', bracketed[2]);
  const spoken = /^([0-9a-f:.]+)(?:\s*[,#]\s*|\s+)(?:(?:src[_ -]?|source |quell-?)?port\s*[:=]?\s*)?(\d{1,5})$/i.exec(plain);
  if (spoken) return withPort(spoken[1] ?? '', spoken[2]);
  const colon = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(plain);
  return colon ? withPort(colon[1] ?? '', colon[2]) : readAddress(plain);
} // prettier-ignore

function readAddress(text: string): Reading | undefined {
  const address = IpAddress.tryParse(text);
  return address && { kind: 'address', address: address.toString() };
}

function withPort(text: string, port: string | undefined): Reading | undefined {
  if (port === undefined) return readAddress(text);
  const address = IpAddress.tryParse(text);
  const number = Number(port);
  if (address === undefined || number < 1 || number > 65_535) return undefined;
  return { kind: 'address-port', address: address.toString(), port: number };
}

/** `192.0.2.7/24` is read as the block it lies in: whoever pastes it means that. */
function readBlock(text: string): Reading | undefined {
  const [address = '', length = '', ...rest] = text.split('/').map((part) => part.trim());
  const inside = IpAddress.tryParse(address);
  if (inside === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length);
  if (bits > inside.bits) return undefined;
  if (bits === inside.bits) return { kind: 'address', address: inside.toString() };
  return { kind: 'prefix', prefix: blockOf(inside, bits).toString() };
}

function blockOf(inside: IpAddress, bits: number): IpPrefix {
  const host = BigInt(inside.bits - bits);
  const first = (inside.value >> host) << host;
  return IpPrefix.parse(`${spell(first, inside.family)}/${bits}`);
}

function spell(value: bigint, family: 4 | 6): string {
  const [size, count] = family === 4 ? [8n, 4] : [16n, 8];
  const parts = Array.from(
    { length: count },
    (_, n) => (value >> (size * BigInt(count - 1 - n))) & ((1n << size) - 1n),
  );
  return family === 4 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
}

/** Everything that is no address. */
function readName(text: string): readonly Reading[] {
  if (text === '') return [];
  const mail = text.replace(/^.*<([^<>]+)>?$/u, '$1').replace(/^mailto:/i, '');
  const access: Reading[] = text.length <= 253 ? [{ kind: 'access', value: mail }] : [];
  if (isMailAddress(mail)) return [...access, { kind: 'email', address: mail }];

  const code = readCode(text);
  const number = readPhone(text);
  const cases: Reading[] = code === null ? [] : [{ kind: 'case', code }];
  const phones: Reading[] = number === undefined ? [] : [{ kind: 'phone', number }];
  // Nothing but a telephone number is written like this.
  if (number !== undefined && /^[+(]|^00|^tel:|^0\d{2,4}[\s/-]/i.test(text)) return phones;
  const names: Reading[] =
    text.length <= 200 ? [{ kind: 'line', ref: text }, ...access, { kind: 'customer', ref: text }] : access;
  // A code of nothing but digits is drawn once in ten thousand; numbers of lines and customers look like that.
  return /^[\d\s-]+$/.test(text) ? [...names, ...phones, ...cases] : [...cases, ...names, ...phones];
}
