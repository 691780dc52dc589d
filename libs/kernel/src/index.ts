/** The shared words of the house. Pure: no clock of its own, no I/O. */
export { Clock, type Instant } from './clock.js';
export { AppError, Broken, NotThere, Refused, Unavailable, type Problem } from './errors.js';
export { IpAddress, IpPrefix } from './ip-address.js';
export { PortRange } from './port-range.js';
export { Personal, Secret } from './sensitive.js';
export { isTimeZone, offsetMs } from './time-zone.js';
export {
  ACCESS_KINDS,
  CASE_STATES,
  CLOSE_REASONS,
  GARDEN_PROFILES,
  GARDEN_STATES,
  REFUSALS,
  OPERATOR_ROLES,
  PERMISSIONS,
  ROLES,
  THREAT_CLASSES,
  LINE_CLASSES,
  type AccessKind,
  type CaseState,
  type CloseReason,
  type GardenProfile,
  type GardenState,
  type LineClass,
  type OperatorRole,
  type Outcome,
  type Permission,
  type Refusal,
  type Role,
  type ThreatClass,
} from './words.js';
