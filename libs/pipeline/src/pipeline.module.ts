import { Global, Module, type DynamicModule } from '@nestjs/common';

import { casesEntities, CasesModule } from '@lazaret/cases';
import { directoryEntities, DirectoryModule } from '@lazaret/directory';
import { feedsEntities, FeedsMetrics, FeedsModule, type FeedsOptions } from '@lazaret/feeds';
import { ledgerEntities, LedgerMetrics, LedgerModule } from '@lazaret/ledger';
import {
  noticesEntities,
  NoticesMetrics,
  NoticesModule,
  TEMPLATES,
  type NoticesOptions,
} from '@lazaret/notices';
import { Database, Metrics, type EntityClass } from '@lazaret/platform';
import { policyEntities, PolicyModule } from '@lazaret/policy';

import { ActStep } from './act.step.js';
import { AskAgainStep } from './ask-again.step.js';
import { AttributeStep } from './attribute.step.js';
import { CaseFactsStep } from './case-facts.step.js';
import { CaseStory } from './case-story.service.js';
import { DecideStep } from './decide.step.js';
import { DirectoryStep } from './directory.step.js';
import { IntakeStep } from './intake.step.js';
import { JobOutbox } from './job-outbox.js';
import { PipelineMetrics } from './pipeline.metrics.js';
import { PullStep } from './pull.step.js';
import { SendStep } from './send.step.js';

/** The entities of every room, for the one DataSource. */
export const houseEntities: readonly EntityClass[] = [
  ...feedsEntities,
  ...ledgerEntities,
  ...directoryEntities,
  ...casesEntities,
  ...policyEntities,
  ...noticesEntities,
];

export interface PipelineOptions {
  /** Opened and closed by the app. */
  readonly database: Database;
  /** What every room counts in. */
  readonly metrics: Metrics;
  readonly feeds: Omit<FeedsOptions, 'metrics'>;
  readonly notices: Omit<NoticesOptions, 'metrics'>;
}

@Global()
@Module({})
class DatabaseModule {
  static of(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }
}

/** The corridor: every room, and the steps between them. */
@Module({})
export class PipelineModule {
  static register(options: PipelineOptions): DynamicModule {
    const { registry } = options.metrics;
    const rooms = [
      FeedsModule.register({ ...options.feeds, metrics: new FeedsMetrics(registry) }),
      LedgerModule.register({ metrics: new LedgerMetrics(registry) }),
      DirectoryModule,
      CasesModule,
      PolicyModule.register({ templates: TEMPLATES }),
      NoticesModule.register({ ...options.notices, metrics: new NoticesMetrics(registry) }),
    ];
    return {
      module: PipelineModule,
      imports: [DatabaseModule.of(options.database), ...rooms],
      providers: [
        { provide: PipelineMetrics, useValue: new PipelineMetrics(registry) },
        JobOutbox,
        PullStep,
        IntakeStep,
        AttributeStep,
        AskAgainStep,
        CaseFactsStep,
        ActStep,
        DecideStep,
        SendStep,
        DirectoryStep,
        CaseStory,
      ],
      exports: [
        ...rooms,
        JobOutbox,
        PullStep,
        IntakeStep,
        AskAgainStep,
        DecideStep,
        SendStep,
        DirectoryStep,
        CaseStory,
      ],
    };
  }
}
