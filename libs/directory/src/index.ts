/** Who is behind a line and how to reach them. */
export { type RevealedSubscriber } from './contact.repository.js';
export { directoryEntities } from './directory.entity.js';
export { DirectoryModule } from './directory.module.js';
export { DirectoryService } from './directory.service.js';
export { type ImportResult } from './import/import-result.js';
export { DirectoryImportService, type ImportInput } from './import/import.service.js';
export { RECORD_KINDS, type RecordKind } from './import/record.js';
export {
  type AccessIdentifier,
  type AccessSpan,
  type LineDetail,
  type LineFacts,
  type MeantLine,
  type TenureSpan,
} from './line.repository.js';
export { LineListView, type LineFilter, type ListedLine } from './line-list.view.js';
export { type FoundLine } from './lookup.repository.js';
export { readPhone } from './read-phone.js';
export { isMailAddress } from './import/is-mail-address.js';
export { type Datum } from './words.js';
