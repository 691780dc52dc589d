import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

import type { Secret } from '@lazaret/kernel';
import type { RequestKind } from '@lazaret/portal';

/** A form may lie open for so long. */
const LIFE_MS = 2 * 3_600_000;

/** What a form is good for: one request of one kind, from one address, about the case it was shown for. */
export interface FormPurpose {
  readonly kind: RequestKind;
  /** Null: nobody knows it. */
  readonly address: string | null;
  /** The case code the page was shown for; null: none. */
  readonly about: string | null;
}

export type FormReading =
  | { readonly ok: true; readonly nonce: string }
  | { readonly ok: false; readonly why: 'missing' | 'old' | 'wrong' };

/**
 * Tickets that forms carry, for there are no cookies: `key.expiry.nonce.mac`. Nothing in one is about a person; address
 * and case are only in what is signed. The nonce makes it good once: the database refuses it a second time.
 */
export class FormTokens {
  readonly #key: string;
  readonly #keyId: string;

  /** @param now real time, in ms */
  constructor(
    key: Secret,
    private readonly now: () => number = Date.now,
  ) {
    this.#key = key.reveal();
    this.#keyId = createHash('sha256').update(`key id ${this.#key}`).digest('hex').slice(0, 8);
  }

  issue(purpose: FormPurpose): string {
    const expiry = Math.ceil((this.now() + LIFE_MS) / 1_000).toString(36);
    const nonce = randomUUID();
    return [this.#keyId, expiry, nonce, this.#mac(expiry, nonce, purpose)].join('.');
  }

  read(token: string, purpose: FormPurpose): FormReading {
    const [keyId, expiry = '', nonce = '', mac = '', ...rest] = token.split('.');
    if (
      token.length > 200 ||
      rest.length > 0 ||
      !/^[0-9a-f-]{36}$/.test(nonce) ||
      !/^[0-9a-z]{1,9}$/.test(expiry)
    )
      return { ok: false, why: 'missing' };
    // Signed by a key that was replaced since: as good as too old.
    if (keyId !== this.#keyId) return { ok: false, why: 'old' };
    if (!equal(mac, this.#mac(expiry, nonce, purpose))) return { ok: false, why: 'wrong' };
    return parseInt(expiry, 36) * 1_000 < this.now() ? { ok: false, why: 'old' } : { ok: true, nonce };
  }

  #mac(expiry: string, nonce: string, { kind, address, about }: FormPurpose): string {
    const signed = ['portal form 1', expiry, nonce, kind, address ?? '', about ?? ''].join('\n');
    return createHmac('sha256', this.#key).update(signed).digest('base64url');
  }
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
