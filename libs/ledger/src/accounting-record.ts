import { AppError, type Instant } from '@lazaret/kernel';

import type { DetailRecord, PutAside } from './detail.js';
import { eventTime } from './event-time.js';
import { heldAddresses, textFromHex, type HeldAddress } from './held-addresses.js';
import type { Holder } from './holder.js';
import { nameService, type Service, type ServiceRule } from './name-service.js';

/** What one accounting record says of a session. */
export interface SessionRecord {
  readonly kind: 'start' | 'interim' | 'stop';
  /** Of the record in its file. */
  readonly line: number;
  readonly at: Instant;
  readonly nas: string;
  readonly acctSessionId: string;
  /** Seconds since the session began, when the record says so. */
  readonly sessionSeconds?: number;
  readonly holder: Holder;
  readonly held: readonly HeldAddress[];
  readonly service: Service;
  /** What the NAS says it applies to the session; '' when the record names nothing. */
  readonly profile: string;
}

/** Accounting-On or -Off: all the NAS's sessions are over. */
export interface NasReset {
  readonly kind: 'reset';
  readonly line: number;
  readonly at: Instant;
  readonly nas: string;
}

export type AccountingRecord = SessionRecord | NasReset;

// The dictionary's names, and the numbers (RFC 2866 §5.1) of a server without one.
const STATUS: Record<string, AccountingRecord['kind']> = {
  Start: 'start', Stop: 'stop', 'Interim-Update': 'interim', Alive: 'interim', 'Accounting-On': 'reset', 'Accounting-Off': 'reset',
  '1': 'start', '2': 'stop', '3': 'interim', '7': 'reset', '8': 'reset',
}; // prettier-ignore
const LONGEST_ID = 256;

/**
 * Reads what a `detail` record means. Traffic counters and everything else about what a subscriber does are left where
 * they are.
 *
 * @param zone IANA zone of the server that wrote the file.
 * @param services how the source tells the service of a session; null when all of them are Internet access.
 */
export function readAccounting(
  record: DetailRecord,
  zone: string,
  services: ServiceRule | null = null,
): AccountingRecord | PutAside {
  const { line } = record;
  const get = (name: string): string | undefined => record.attributes.get(name)?.[0];
  const status = get('Acct-Status-Type');
  const kind = STATUS[status ?? ''];
  if (!kind) return { line, reason: `Acct-Status-Type is ${status ?? 'missing'}` };
  const at = eventTime(record, zone);
  if (typeof at === 'string') return { line, reason: at };
  // Accounting-On often has the address alone, so the address goes before the name.
  const nas =
    get('NAS-IP-Address') ?? get('NAS-IPv6-Address') ?? get('NAS-Identifier') ?? get('Client-IP-Address');
  if (!isName(nas)) return { line, reason: 'no NAS-IP-Address and no NAS-Identifier' };
  if (kind === 'reset') return { kind, line, at, nas };
  const acctSessionId = get('Acct-Session-Id');
  if (!isName(acctSessionId)) return { line, reason: 'no Acct-Session-Id' };
  const holder = holderOf(get);
  if (!holder) return { line, reason: 'no subscriber: neither CUI, User-Name nor Calling-Station-Id' };
  const seconds = get('Acct-Session-Time');
  try {
    const held = heldAddresses(record.attributes);
    const known =
      seconds !== undefined && /^\d{1,9}$/.test(seconds) ? { sessionSeconds: Number(seconds) } : {};
    const service = nameService(record.attributes, services);
    return { kind, line, at, nas, acctSessionId, ...known, holder, held, service, profile: profileOf(get) };
  } catch (error) {
    if (error instanceof AppError) return { line, reason: error.message };
    throw error;
  }
}

/** RFC 4372 §2.1: the CUI is the subscriber even when the User-Name is anonymous; a single NUL only asks for one. */
function holderOf(get: (name: string) => string | undefined): Holder | undefined {
  const cui = textFromHex(get('Chargeable-User-Identity') ?? '');
  const candidates: Holder[] = [
    { kind: 'cui', value: cui === '0x00' || cui === '\0' ? '' : cui },
    { kind: 'user-name', value: get('User-Name') ?? '' },
    { kind: 'calling-station', value: get('Calling-Station-Id') ?? '' },
  ];
  return candidates.find((h) => isName(h.value));
}

/**
 * The first Filter-Id, else the first Mikrotik-Address-List, by name or by number. What could not be stored is changed
 * but stays something: only a record that names nothing says that nothing is applied.
 */
function profileOf(get: (name: string) => string | undefined): string {
  const named =
    get('Filter-Id') || get('Mikrotik-Address-List') || textFromHex(get('Attr-26.14988.19') ?? '');
  return named.replaceAll(/\p{Cc}/gu, '\ufffd').slice(0, LONGEST_ID);
}

/** A device may send any octets; PostgreSQL refuses U+0000, and one such name must not stop the other records. */
function isName(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.length <= LONGEST_ID && !/\p{Cc}/u.test(text);
}
