export {
  freeRadiusMissing,
  startFreeRadius,
  type AcceptedRequest,
  type FreeRadiusNas,
} from './freeradius.js';
export { freshDatabase, type FreshDatabase } from './fresh-database.js';
