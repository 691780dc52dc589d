import { Global, Module, type DynamicModule } from '@nestjs/common';

import { accessEntities, AccessMetrics, AccessModule } from '@lazaret/access';
import { CaseNewsView, casesEntities, CasesModule } from '@lazaret/cases';
import { directoryEntities, DirectoryModule } from '@lazaret/directory';
import { FeedHealthView, feedsEntities, FeedsMetrics, FeedsModule, type FeedsOptions } from '@lazaret/feeds';
import { GardenMetrics, GardenModule, gardenEntities, type GardenOptions } from '@lazaret/garden';
import { ledgerEntities, LedgerMetrics, LedgerModule } from '@lazaret/ledger';
import {
  NoticeHealthView,
  noticesEntities,
  NoticesMetrics,
  NoticesModule,
  TEMPLATES,
  type NoticesOptions,
} from '@lazaret/notices';
import { Database, Metrics, type EntityClass } from '@lazaret/platform';
import { policyEntities, PolicyModule } from '@lazaret/policy';
import { portalEntities, PortalMetrics, PortalModule } from '@lazaret/portal';

import { ActStep } from './act.step.js';
import { AskAgainStep } from './ask-again.step.js';
import { AttributeStep } from './attribute.step.js';
import { CaseFactsStep } from './case-facts.step.js';
import { CaseStory } from './case-story.service.js';
import { ConfineStep } from './confine.step.js';
import { DecideStep } from './decide.step.js';
import { DeliveryStep } from './delivery.step.js';
import { ApproveStep } from './desk/approve.step.js';
import { BulkStep } from './desk/bulk.step.js';
import { CaseHandsStep } from './desk/case-hands.step.js';
import { ConfineByHand } from './desk/confine-by-hand.service.js';
import { DeskBulk } from './desk/desk-bulk.service.js';
import { LineHands } from './desk/line-hands.service.js';
import { LineHandsStep } from './desk/line-hands.step.js';
import { MayConfine } from './desk/may-confine.service.js';
import { PolicyHandsStep } from './desk/policy-hands.step.js';
import { SwitchHandsStep } from './desk/switch-hands.step.js';
import { DeskHealth } from './desk/desk-health.service.js';
import { deskCases } from './desk/desk-case-services.js';
import { deskLookups } from './desk/desk-lookups.js';
import { DirectoryStep } from './directory.step.js';
import { ForgetAccessStep } from './forget-access.step.js';
import { ForgetStep } from './forget.step.js';
import { GardenStep, GardenWatchStep } from './garden.step.js';
import { IntakeStep } from './intake.step.js';
import { JobOutbox } from './job-outbox.js';
import { LineSessionsStep } from './line-sessions.step.js';
import { PipelineMetrics } from './pipeline.metrics.js';
import { PortalStep } from './portal.step.js';
import { PullStep } from './pull.step.js';
import { SendStep } from './send.step.js';
import { SilenceStep } from './silence.step.js';
import { WorkByHand } from './work-by-hand.step.js';

/** The entities of every room, for the one DataSource. */
export const houseEntities: readonly EntityClass[] = [
  ...feedsEntities,
  ...ledgerEntities,
  ...directoryEntities,
  ...casesEntities,
  ...policyEntities,
  ...noticesEntities,
  ...gardenEntities,
  ...portalEntities,
  ...accessEntities,
];

export interface PipelineOptions {
  /** Opened and closed by the app. */
  readonly database: Database;
  /** What every room counts in. */
  readonly metrics: Metrics;
  readonly feeds: Omit<FeedsOptions, 'metrics'>;
  readonly notices: Omit<NoticesOptions, 'metrics'>;
  /** Left out where no network is connected that could confine. */
  readonly network?: GardenOptions['network'];
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
      GardenModule.register({ network: options.network, metrics: new GardenMetrics(registry) }),
      PortalModule.register({ metrics: new PortalMetrics(registry) }),
      AccessModule.register({ metrics: new AccessMetrics(registry) }),
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
        SilenceStep,
        CaseFactsStep,
        ActStep,
        ConfineStep,
        DecideStep,
        SendStep,
        DeliveryStep,
        LineSessionsStep,
        GardenStep,
        GardenWatchStep,
        ForgetStep,
        ForgetAccessStep,
        PortalStep,
        DirectoryStep,
        LineHands,
        MayConfine,
        ConfineByHand,
        CaseHandsStep,
        LineHandsStep,
        DeskBulk,
        PolicyHandsStep,
        SwitchHandsStep,
        ApproveStep,
        BulkStep,
        WorkByHand,
        CaseStory,
        ...deskCases,
        CaseNewsView,
        FeedHealthView,
        NoticeHealthView,
        DeskHealth,
        ...deskLookups,
      ],
      exports: [
        ...rooms,
        JobOutbox,
        PullStep,
        IntakeStep,
        AskAgainStep,
        DecideStep,
        SendStep,
        SilenceStep,
        DeliveryStep,
        GardenStep,
        GardenWatchStep,
        ForgetStep,
        ForgetAccessStep,
        PortalStep,
        DirectoryStep,
        CaseHandsStep,
        LineHandsStep,
        DeskBulk,
        PolicyHandsStep,
        SwitchHandsStep,
        ApproveStep,
        BulkStep,
        WorkByHand,
        CaseStory,
        ...deskCases,
        CaseNewsView,
        DeskHealth,
        ...deskLookups,
      ],
    };
  }
}
