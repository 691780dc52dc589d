import { randomUUID } from 'node:crypto';

import type { AskAnswer, Visitors } from '@lazaret/portal';

import type { Session } from '../world/session.js';
import type { Visit } from '../world/world.js';

/** What came of a visit. `offline`: no way to the portal; `not-offered`: the page did not have that button. */
export type VisitOutcome = AskAnswer | 'offline' | 'not-offered';

/** Where packets of a session come from: an address, and behind the NAT a port of its block. */
export function sourceOf({
  address4,
  prefix6,
  ports,
}: Readonly<Session>): { address: string; port: number } | null {
  if (address4 !== null) return { address: address4, port: ports ? ports.from + 7 : 50_000 };
  return prefix6 === null ? null : { address: prefix6.replace('::/56', '::1'), port: 50_000 };
}

/** Opens the portal as that line, reads the page, and presses the button if the page has it. @throws Unavailable */
export async function goToPortal(visitors: Visitors, { session, button }: Visit): Promise<VisitOutcome> {
  const source = session && sourceOf(session);
  if (!source) return 'offline';
  const page = await visitors.visit(source.address, source.port);
  if (button === 'cleaned' && page?.garden?.state !== 'confined') return 'not-offered';
  if (page?.case === null || page === null) return 'not-offered';
  return visitors.ask({ kind: button, ...source, code: null, nonce: randomUUID() });
}
