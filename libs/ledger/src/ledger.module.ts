import { Module, type DynamicModule } from '@nestjs/common';

import { GivenAnswersView } from './given-answers.view.js';
import { HeldDayRepository } from './held-day.repository.js';
import { HoldersView } from './holders.view.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerMetrics } from './ledger.metrics.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';
import { OpenSessionRepository } from './open-session.repository.js';
import { PrefixRepository } from './prefix.repository.js';
import { SessionRepository } from './session.repository.js';
import { UnknownHolderRepository } from './unknown-holder.repository.js';

export interface LedgerOptions {
  readonly metrics: LedgerMetrics;
}

@Module({})
export class LedgerModule {
  static register(options: LedgerOptions): DynamicModule {
    return {
      module: LedgerModule,
      providers: [
        LedgerRepository,
        UnknownHolderRepository,
        OpenSessionRepository,
        HeldDayRepository,
        GivenAnswersView,
        HoldersView,
        SessionRepository,
        PrefixRepository,
        { provide: LedgerMetrics, useValue: options.metrics },
        LedgerService,
        LedgerImportService,
      ],
      exports: [GivenAnswersView, HoldersView, LedgerService, LedgerImportService],
    };
  }
}
