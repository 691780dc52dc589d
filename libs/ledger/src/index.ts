/** Who held an address, a prefix or a port, and when: from the provider's own records. */
export { type AccountingRecord } from './accounting-record.js';
export { LedgerImportService, type Imported } from './ledger-import.service.js';
export { LedgerMetrics } from './ledger.metrics.js';
export { GivenAnswersView, type GivenAnswer } from './given-answers.view.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerService, type WhoAnswer } from './ledger.service.js';
export { type Reason } from './explain-answer.js';
export { HoldersView, type HolderNow } from './holders.view.js';
export { type HeldDay, type HolderSpan } from './held-day.repository.js';
export { type Holder } from './holder.js';
export { readServiceRule, SERVICES, type Service, type ServiceRule } from './name-service.js';
export { type OpenSession } from './open-session.repository.js';
export { ledgerEntities } from './source.entity.js';
