/** Who is behind a line and how to reach them. */
export {
  type ContactAddress,
  type Purpose,
  type RevealedContact,
  type RevealedSubscriber,
} from './contact.repository.js';
export { Access, Contact, directoryEntities, Line, Subscriber, Tenure } from './directory.entity.js';
export { DirectoryModule } from './directory.module.js';
export { DirectoryService } from './directory.service.js';
export { type ImportResult } from './import/import-result.js';
export { DirectoryImportService, type ImportInput } from './import/import.service.js';
export { type ImportDefaults, type RejectedRow } from './import/judge-record.js';
export { IMPORT_FORMATS, type ImportFormat } from './import/read-records.js';
export { RECORD_KINDS, type RecordKind } from './import/record.js';
export { type LineFacts, type TenureSpan } from './line.repository.js';
export {
  ACCESS_KINDS,
  type AccessKind,
  type Channel,
  CHANNELS,
  type LineId,
  SUBSCRIBER_KINDS,
  type SubscriberKind,
  type TenureId,
} from './words.js';
