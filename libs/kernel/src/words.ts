/** What kind of trouble a case is about. Vulnerable is not infected: other ladder, other words (RFC 6561 §4, RSIT). */
export const THREAT_CLASSES = ['infected', 'vulnerable', 'abusive'] as const;
export type ThreatClass = (typeof THREAT_CLASSES)[number];

/** Whose address an observation carries. Only `actor` evidence counts towards the garden. */
export const ROLES = ['actor', 'victim', 'host', 'resolver', 'unknown'] as const;
export type Role = (typeof ROLES)[number];

/** Why an observation has no line. */
export const REFUSALS = [
  'needs-port',
  'ambiguous',
  'pending',
  'no-lease',
  'expired',
  'delegated',
  'foreign',
  'own',
  'not-ours',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** The answer of `correlate`: a line, or the reason why not. */
export type Outcome = 'line' | Refusal;

/** What a line is, as far as policy cares. */
export const LINE_CLASSES = [
  'residential',
  'business',
  'shared',
  'wholesale',
  'protected',
  'unknown',
] as const;
export type LineClass = (typeof LINE_CLASSES)[number];

/**
 * What the network calls a line, and what holds a lease; the best name first. Values are compared as they are: both
 * sides write them the same way.
 */
export const ACCESS_KINDS = ['cui', 'user-name', 'calling-station', 'circuit', 'duid', 'static'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/**
 * Where a case stands. `waiting`: for a person of the desk, and nothing automatic until then. `cleared` and `closed` are
 * over: a later sighting opens another case.
 */
export const CASE_STATES = ['watching', 'told', 'waiting', 'confined', 'cleared', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Why a case is over: clean, its tenure left, its evidence was withdrawn, or it went stale unheard of. */
export const CLOSE_REASONS = ['clean', 'left', 'withdrawn', 'stale'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/**
 * What the network is believed to do with a line, whatever its cases. `accepted`: it said yes; `active`: it said so again
 * by itself (read-back); `unknown`: it did not answer, and may hold the line or not.
 */
export const GARDEN_STATES = [
  'none',
  'requested',
  'accepted',
  'active',
  'releasing',
  'released',
  'failed',
  'unknown',
  'no-session',
  'not-enforceable',
] as const;
export type GardenState = (typeof GARDEN_STATES)[number];

/** How much a confined line is held back: known-bad destinations only, or all but the allow-list and the emergency set. */
export const GARDEN_PROFILES = ['leaky', 'strict'] as const;
export type GardenProfile = (typeof GARDEN_PROFILES)[number];

/** What an operator is there for. Somebody may be several. */
export const OPERATOR_ROLES = ['viewer', 'helpline', 'analyst', 'engineer', 'admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** What an operator or a system may do. Whatever is not named for it is refused. */
export const PERMISSIONS = [
  'case.read',
  'case.note',
  'case.act',
  'case.bulk',
  'line.read',
  'person.reveal',
  'helpline.search',
  'garden.read',
  'garden.release',
  'garden.confine',
  'garden.switch',
  'report.read',
  'feed.activate',
  'notice.read',
  'policy.read',
  'policy.propose',
  'approval.read',
  'approval.decide',
  'audit.read',
  'operator.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
