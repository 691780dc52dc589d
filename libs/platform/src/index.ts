export { openBatch, fillBatch, type BatchRow } from './postgres/batch.js';
export { asPassing, Database, only, Tx, type EntityClass } from './postgres/database.js';
export { type CopyValue } from './postgres/copy-lines.js';
export { migrate, type Migrated } from './postgres/migrate.js';
export { defaultDataDir } from './embedded/default-data-dir.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
