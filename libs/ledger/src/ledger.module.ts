import { Module } from '@nestjs/common';

import { LedgerImportService } from './ledger-import.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';
import { PrefixRepository } from './prefix.repository.js';
import { SessionRepository } from './session.repository.js';

@Module({
  providers: [LedgerRepository, SessionRepository, PrefixRepository, LedgerService, LedgerImportService],
  exports: [LedgerService, LedgerImportService],
})
export class LedgerModule {}
