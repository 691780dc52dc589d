import type { Instant } from '@lazaret/kernel';

import type { Facts } from './facts.js';
import type { Answer } from './endings.js';
import { isClean } from './patience.js';
import type { Policy } from './policy-file.js';
import { saySoFar } from './say-ladder.js';
import { sayInstant } from './say.js';
import { cameToNothing, ladderNotices } from './told.js';
import { countsFrom } from './weigh.js';

export type Rest = Pick<Answer, 'rule' | 'reason'> & Partial<Pick<Answer, 'state' | 'actions' | 'held'>>;

/** Why a case does not climb at all, if there is a reason. */
export function restingPlace(facts: Facts, policy: Policy, now: Instant): Rest | null {
  if (facts.state === 'waiting') {
    // The tier the case stands on says what the desk was asked; who came here otherwise has it on the timeline.
    const asked = policy.ladders[facts.class].find(({ tier }) => tier === facts.tier)?.then;
    const what = asked?.kind === 'ask-desk' ? ` (${asked.why})` : '';
    return { rule: 'waiting', reason: `waits for a person of the desk${what}; nothing is done by itself` };
  }
  if (facts.observing) {
    const why = 'all its sources are being observed: nobody is told until a person activates one';
    return { rule: 'observe', reason: `watched only; ${why}`, held: [{ what: 'notice', why }] };
  }
  const ignored = policy.evidence.ignored_names;
  if (facts.malware.length > 0 && facts.malware.every((m) => ignored.includes(m.toLowerCase()))) {
    const why = `everything seen is named ${facts.malware.join(', ')}, which means nothing yet`;
    return { rule: 'unmapped', reason: `watched only; ${why}`, held: [{ what: 'notice', why }] };
  }
  const counts = countsFrom(facts, policy);
  const last = facts.all.lastSeenAt;
  if (facts.all.sightings === 0 || last === null || (counts !== null && last <= counts)) {
    const from =
      counts === null
        ? ''
        : `; only what is seen after ${sayInstant(counts, facts.line.timeZone, now)} counts`;
    const soFar = saySoFar(facts, policy, now);
    return {
      rule: 'nothing-counts',
      reason: `${soFar}; nothing seen that counts${from}; ${isClean(facts, policy, now).say}`,
    };
  }
  const notices = ladderNotices(facts, policy).filter((n) => n.state !== 'cancelled');
  if (notices.length > 0 && notices.every(cameToNothing)) {
    const why = 'no contact works: every notice came back or had nowhere to go';
    return {
      rule: 'no-contact',
      reason: `the desk is asked: ${why}`,
      state: 'waiting',
      actions: [{ kind: 'ask-desk', why }],
    };
  }
  return null;
}
