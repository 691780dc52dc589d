/** For whom or what a case waits. */
export const WAITS = ['person', 'subscriber', 'network', 'nobody'] as const;
export type Waits = (typeof WAITS)[number];

/**
 * What a case looks like at a glance: one word, one colour, one icon.
 * amber: asked, appeal, call, desk · red: network, bounced, broken · violet: confined · blue: told, delivered, acknowledged ·
 * neutral: watching, observing, protected · green: clear, closed
 */
export const BADGES = [
  'asked',
  'appeal',
  'call',
  'desk',
  'network',
  'bounced',
  'broken',
  'confined',
  'told',
  'delivered',
  'acknowledged',
  'watching',
  'observing',
  'protected',
  'clear',
  'closed',
] as const;
export type Badge = (typeof BADGES)[number];

/** What happens next by itself. */
export const NEXT_STEPS = [
  'releases-itself',
  'stay-ends',
  'decides-again',
  'network-retry',
  'closes',
  'waits-for-activation',
  'nothing',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What the desk can do with a case. */
export const CASE_ACTIONS = [
  'release',
  'confine',
  'call-back',
  'acknowledge',
  'safety',
  'not-me',
  'withdraw',
] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What can be done with many cases at once. */
export const BULK_ACTIONS = ['release', 'note', 'call-back'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** Why an action is not offered. */
export const FORBIDDEN = [
  'no-permission',
  'case-is-over',
  'not-confined',
  'already-confined',
  'line-is-protected',
  'line-class',
  'nothing-asked',
  'already-acknowledged',
  'no-network',
  'waits-for-approval',
  'no-evidence',
] as const;

/** What a second person must agree to. */
export const APPROVAL_KINDS = ['confine', 'activate-policy', 'raise-caps'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];
export const APPROVAL_STATES = ['open', 'approved', 'declined', 'withdrawn', 'expired'] as const;

export const THEMES = ['auto', 'light', 'dark'] as const;
export const LOCALES = ['en', 'de'] as const;
