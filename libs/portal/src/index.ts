/** The portal's room: what a visitor may know, and what he asked for. */
export { PortalDatabase } from './portal-database.repository.js';
export { keepPortalLogin, makePortalLogin, PORTAL_LOGIN } from './portal-login.repository.js';
export { portalShape } from './portal.config.js';
export { PortalMetrics } from './portal.metrics.js';
export { PortalModule } from './portal.module.js';
export { readCode } from './read-code.js';
export { portalEntities } from './request.entity.js';
export { type SettledRequest, type TakenRequest } from './requests.repository.js';
export { PORTAL_CHANNEL, RequestsService } from './requests.service.js';
export {
  type Ask,
  type AskAnswer,
  type Asked,
  type AskedLast,
  type Verified,
  type Visit,
  type VisitedCase,
  type VisitedGarden,
} from './visit.js';
export { Visitors } from './visitors.repository.js';
export { BY_CODE, REQUEST_KINDS, type RequestKind, type RequestOutcome, type RequestWay } from './words.js';
