export { freshDatabase, type FreshDatabase } from './fresh-database.js';
