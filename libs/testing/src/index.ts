export { FixedClock } from './fixed-clock.js';
export { freshDatabase, type FreshDatabase } from './fresh-database.js';
