/** Who is behind a line and how to reach them. */
export { directoryEntities } from './directory.entity.js';
export { DirectoryModule } from './directory.module.js';
export { DirectoryService } from './directory.service.js';
export { type ImportResult } from './import/import-result.js';
export { DirectoryImportService, type ImportInput } from './import/import.service.js';
export { RECORD_KINDS, type RecordKind } from './import/record.js';
export {
  type AccessIdentifier,
  type AccessSpan,
  type LineFacts,
  type TenureSpan,
} from './line.repository.js';
