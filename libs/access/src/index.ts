/** Operators, sessions, permissions, approvals, saved views and the audit. */
export { accessEntities } from './access.entity.js';
export { AccessMetrics } from './access.metrics.js';
export { AccessModule, type AccessOptions } from './access.module.js';
export {
  APPROVAL_MS,
  type Approval,
  type ApprovalKind,
  type ApprovalOutcome,
  type ApprovalState,
  type NewApproval,
} from './approval.js';
export { ApprovalsService } from './approvals.service.js';
export {
  type ActorKind,
  type AuditEntry,
  type AuditFilter,
  type AuditLink,
  type Verified,
} from './audit-entry.js';
export { AuditService } from './audit.service.js';
export { ChangedMeanwhile } from './changed-meanwhile.js';
export { judgeLookups, MOST_LOOKUPS, type Lookups } from './judge-lookups.js';
export { MOST_OPERATORS, type NewOperator, type Operator, type OperatorChange } from './operator.js';
export { OperatorsService } from './operators.service.js';
export { allows, permissionsOf, ROLE_PERMISSIONS } from './permissions-of.js';
export { type Preferences } from './preferences.js';
export { type Page, type Paging } from './read-page.js';
export { AccessRetention } from './retention.service.js';
export { type NewView, type SavedView, type ViewPage } from './saved-view.js';
export {
  IDLE_MS,
  LONGEST_MS,
  type OwnSession,
  type Session,
  type SignedInOrNot,
  type SigningIn,
} from './session.js';
export { SessionsService } from './sessions.service.js';
export { ViewsService } from './views.service.js';
