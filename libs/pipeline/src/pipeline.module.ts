import { Global, Module, type DynamicModule } from '@nestjs/common';

import { casesEntities, CasesModule } from '@lazaret/cases';
import { directoryEntities, DirectoryModule } from '@lazaret/directory';
import { feedsEntities, FeedsModule, type FeedsOptions } from '@lazaret/feeds';
import { ledgerEntities, LedgerModule } from '@lazaret/ledger';
import { noticesEntities, NoticesModule, type NoticesOptions } from '@lazaret/notices';
import { Database, type EntityClass } from '@lazaret/platform';
import { policyEntities, PolicyModule } from '@lazaret/policy';

import { ActStep } from './act.step.js';
import { AttributeStep } from './attribute.step.js';
import { CaseFactsStep } from './case-facts.step.js';
import { CaseStory } from './case-story.service.js';
import { DecideStep } from './decide.step.js';
import { DirectoryStep } from './directory.step.js';
import { IntakeStep } from './intake.step.js';
import { JobOutbox } from './job-outbox.js';
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
  readonly feeds: FeedsOptions;
  readonly notices: NoticesOptions;
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
    const rooms = [
      FeedsModule.register(options.feeds),
      LedgerModule,
      DirectoryModule,
      CasesModule,
      PolicyModule,
      NoticesModule.register(options.notices),
    ];
    return {
      module: PipelineModule,
      imports: [DatabaseModule.of(options.database), ...rooms],
      providers: [
        JobOutbox,
        PullStep,
        IntakeStep,
        AttributeStep,
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
        AttributeStep,
        DecideStep,
        SendStep,
        DirectoryStep,
        CaseStory,
      ],
    };
  }
}
