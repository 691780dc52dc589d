/** Who held an address, a prefix or a port, and when: from the provider's own records. */
export {
  readAccounting,
  type AccountingRecord,
  type NasReset,
  type SessionRecord,
} from './accounting-record.js';
export { DetailReader, type DetailEntry, type DetailRecord, type PutAside, type TextLine } from './detail.js';
export { REASONS, type Reason } from './explain-answer.js';
export { HOLDER_KINDS, type Holder, type HolderKind } from './holder.js';
export { LedgerImportService, type Imported, type ImportFile } from './ledger-import.service.js';
export { LedgerMetrics } from './ledger.metrics.js';
export { GivenAnswersView, type GivenAnswer, type OutcomeCount } from './given-answers.view.js';
export { LedgerModule, type LedgerOptions } from './ledger.module.js';
export { type AnswerCount, type LeaseEvidence, type SourceSettings } from './ledger.repository.js';
export { LedgerService, type WhoAnswer, type WhoQuestion } from './ledger.service.js';
export { ledgerEntities } from './source.entity.js';
export { PREFIX_CLASSES, type PrefixClass } from './static-prefixes.js';
