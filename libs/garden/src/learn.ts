import type { Instant } from '@lazaret/kernel';

import { mayBeHeld, type CapabilityOf, type Hold, type Session, type Stay } from './stay.js';

/**
 * What the accounting says about holds. Time that ran out lets go by itself; and a record newer than the order says
 * whether the NAS applies our profile (RFC 5176 §2.3: a timeout says nothing, the next accounting does). That a session
 * is no longer among the line's says nothing: it ended, or it is another line's now, and only the NAS knows.
 *
 * @param sessions the line's open sessions, of whatever service
 */
export function learn(
  stay: Stay,
  holds: readonly Hold[],
  sessions: readonly Session[],
  capabilityOf: CapabilityOf,
  now: Instant,
): Hold[] {
  const open = new Map(sessions.map((session) => [session.sessionId, session]));
  return holds.map((hold) => {
    if (hold.state === 'lifted') return hold;
    const session = open.get(hold.sessionId);
    const isLetOut = stay.desired === 'open' || hold.state === 'lifting' || session === undefined;
    if (!mayBeHeld(hold, now)) return isLetOut ? lifted(hold, now) : lapsed(hold);
    if (session === undefined || hold.state === 'refused') return hold;
    return readBack(stay, hold, session, capabilityOf);
  });
}

function readBack(stay: Stay, hold: Hold, session: Session, capabilityOf: CapabilityOf): Hold {
  const { profile, profileAt } = session;
  const capability = capabilityOf(hold.nas);
  const isNews = profileAt !== null && profileAt > hold.askedAt;
  if (capability?.readback !== true || profile === null || !isNews) return hold;
  const applied = profile === capability.profileName(stay.profile);
  // Whoever is let out is let out for certain: the NAS is told first, and only what it says after that counts.
  if (hold.state === 'lifting') return applied ? hold : lifted(hold, profileAt);
  if (stay.desired === 'open') return hold;
  if (applied) return { ...hold, state: 'active', answeredAt: hold.answeredAt ?? profileAt, tries: 0 };
  // It said yes and does something else: say it again.
  return { ...hold, state: 'unknown' };
}

function lifted(hold: Hold, at: Instant): Hold {
  return { ...hold, state: 'lifted', heldUntil: null, answeredAt: at };
}

/** The network has let go because nobody renewed it in time. */
function lapsed(hold: Hold): Hold {
  const stands = hold.state === 'asked' || hold.state === 'refused';
  return { ...hold, state: stands ? hold.state : 'unknown', heldUntil: null };
}
