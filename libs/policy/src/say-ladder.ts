import type { Instant } from '@lazaret/kernel';

import type { Held } from './decision.js';
import type { Facts } from './facts.js';
import { isNotifyTier, templatesOf, type Policy } from './policy-file.js';
import { count, sayInstant, sentence } from './say.js';
import { cameToNothing, isOut, ladderNotices, outAt } from './told.js';
import { earliest } from './verdict.js';
import { sayProof, saySeen, templateFor, type WeighedTier } from './weigh.js';

/** Why a tier is entered: `seen on 3 days by 1 source, last on 15 Nov 08:12`. */
export function sayMet(w: WeighedTier, facts: Facts): string {
  const earlier = facts.previousCases === 0 ? [] : [`after ${count(facts.previousCases, 'earlier case')}`];
  return [...w.asked.met.map((v) => v.say).filter((say) => say !== ''), ...earlier].join(', ');
}

/** A tier whose conditions are met and that something else holds back. */
export function sayHeld(w: WeighedTier, facts: Facts): readonly Held[] {
  if (!w.line.holds || !w.asked.holds) return [];
  const why = w.holds.unmet.map((v) => v.say).join(' and ');
  return [{ what: isNotifyTier(w.tier) ? `notice ${templateFor(w.tier, facts)}` : w.tier.tier, why }];
}

/** Where the case stands, what each further tier waits for, and what has been seen. */
export function sayWaiting(open: readonly WeighedTier[], facts: Facts, policy: Policy, now: Instant): string {
  const further = open.flatMap((w) => sayFurther(w, facts));
  const next = further.length === 0 ? ['nothing more is done by itself'] : further;
  return sentence([saySoFar(facts, policy, now), ...next, sayEvidence(facts)].join('; '));
}

// What may be told and what may restrict can differ; then a person hears both.
function sayEvidence({ class: kind, all, current }: Facts): string {
  const same = all.days === current.days && all.upstreams.length === current.upstreams.length;
  return same || kind !== 'infected' ? saySeen(all) : `${saySeen(all)}, beyond doubt on ${sayProof(current)}`;
}

/**
 * What was done already: `told on 12 Nov 10:04; let out of the garden on 18 Nov 11:00, not to be confined again`. Whoever
 * asks why nothing is held back reads that it was.
 */
export function saySoFar(facts: Facts, policy: Policy, now: Instant): string {
  const told = sayTold(facts, policy, now);
  if (facts.releasedAt === null) return told;
  const { confinable, timeZone } = facts.line;
  const out = `let out of the garden on ${sayInstant(facts.releasedAt, timeZone, now)}`;
  return `${told}; ${confinable ? out : `${out}, not to be confined again`}`;
}

/** `told on 12 Nov 10:04`, `not told`. */
function sayTold(facts: Facts, policy: Policy, now: Instant): string {
  const notices = ladderNotices(facts, policy);
  const at = earliest(notices.filter(isOut).map(outAt));
  if (at !== null) return `told on ${sayInstant(at, facts.line.timeZone, now)}`;
  return notices.every(cameToNothing) ? 'not told' : 'a notice is on its way';
}

function sayFurther(w: WeighedTier, facts: Facts): readonly string[] {
  const label = labelOf(w, facts);
  // Only of the garden is it worth saying that it never comes.
  if (!w.line.holds) return w.tier.then.kind === 'confine' ? [`${label} ${w.line.say}`] : [];
  if (w.asked.holds) return [`${label} ${w.holds.unmet.map((v) => v.say).join(' and ')}`];
  // Opening hours are worth a word when nothing else is missing.
  const { unmet } = w.asked;
  const lacking = unmet.some((v) => v !== w.hours) ? unmet.filter((v) => v !== w.hours) : unmet;
  return [`${label} ${lacking.map((v) => v.say).join(' and ')}`];
}

function labelOf({ tier }: WeighedTier, facts: Facts): string {
  if (!isNotifyTier(tier)) return tier.tier;
  const templates = templatesOf(tier);
  if (facts.notices.some((n) => templates.includes(n.template))) return 'next notice';
  return tier.after === undefined ? 'a notice' : tier.tier;
}
