import { Module } from '@nestjs/common';

import { LedgerImportService } from './ledger-import.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { GivenAnswersView } from './given-answers.view.js';
import { LedgerService } from './ledger.service.js';
import { UnknownHolderRepository } from './unknown-holder.repository.js';
import { PrefixRepository } from './prefix.repository.js';
import { SessionRepository } from './session.repository.js';

@Module({
  providers: [
    LedgerRepository,
    UnknownHolderRepository,
    GivenAnswersView,
    SessionRepository,
    PrefixRepository,
    LedgerService,
    LedgerImportService,
  ],
  exports: [GivenAnswersView, LedgerService, LedgerImportService],
})
export class LedgerModule {}
