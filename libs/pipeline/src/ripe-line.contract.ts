import { expect } from 'vitest';

import type { Instant } from '@lazaret/kernel';

import { on } from './november.contract.js';
import { aSession, aSighting, type Home, type SmallProvider } from './small-provider.contract.js';

/** A line with a session, told on Monday the 2nd and known to have read its letter, each behind a BNG of its own. */
export interface RipeLine extends Home {
  /** Acct-Session-Id of the session it begins with. */
  readonly session: string;
  readonly pooled: string;
}

export async function toldLine(provider: SmallProvider, ref: string, pooled: string): Promise<RipeLine> {
  const home = await provider.home(ref, { nas: ref });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, pooled)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(home, on(2, '18:00'));
  return { ...home, session: `${ref}-${pooled}`, pooled };
}

/** Two sources see an address. */
export async function seeTwice(
  provider: SmallProvider,
  address: string,
  seenAt: Instant,
  now: Instant = seenAt,
): Promise<void> {
  await seeAllTwice(provider, [address], seenAt, now);
}

/** Two sources see addresses, each in one report. */
export async function seeAllTwice(
  provider: SmallProvider,
  addresses: readonly string[],
  seenAt: Instant,
  now: Instant,
): Promise<void> {
  for (const feed of ['sinkhole', 'honeypot'])
    await provider.report(
      feed,
      addresses.map((address) => aSighting(address, seenAt)),
      now,
    );
}

/** Seen by two sources on Sunday evening, by its own fixed address, and held since Monday the 9th at nine. */
export async function heldLine(provider: SmallProvider, ref: string, pooled: string): Promise<RipeLine> {
  const line = await toldLine(provider, ref, pooled);
  await seeTwice(provider, line.address, on(8, '20:00'));
  await provider.work(on(8, '20:30'));
  await provider.work(on(9, '09:00'));
  expect(provider.network.enforcer.held(line.session)).toBe('leaky');
  return line;
}

/** What one session was told, in order. */
export function ordersTo(provider: SmallProvider, session: string): string[] {
  return provider.network.enforcer.orders
    .filter(({ acctSessionId }) => acctSessionId === session)
    .map(({ kind }) => kind);
}
