import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, ModuleRef } from '@nestjs/core';

import { SessionsService } from '@lazaret/access';
import { CaseNewsView } from '@lazaret/cases';
import { Clock, type Instant } from '@lazaret/kernel';
import { Brands } from '@lazaret/notices';
import { PipelineModule, type PipelineOptions } from '@lazaret/pipeline';
import { Database, Log } from '@lazaret/platform';

import { Answers } from './answers.js';
import { ApiMetrics } from './api.metrics.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { BulkController } from './cases/bulk.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { CaseHandsController } from './cases/case-hands.controller.js';
import { GardenController } from './garden/garden.controller.js';
import { SwitchController } from './garden/switch.controller.js';
import { LineHandsController } from './lines/line-hands.controller.js';
import { LinesController } from './lines/lines.controller.js';
import { NoticesController } from './notices/notices.controller.js';
import { PoliciesController } from './policy/policies.controller.js';
import { PolicyHandsController } from './policy/policy-hands.controller.js';
import { Desk } from './desk.js';
import { ErrorAnswers } from './error-answers.js';
import { Gate } from './gate.js';
import { EventsController } from './health/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { News } from './health/news.js';
import { OpenapiController } from './health/openapi.controller.js';
import { OperatorsController } from './operators/operators.controller.js';
import { ReadRequest } from './read-request.js';
import { ReportsController } from './reports/reports.controller.js';
import { SessionController } from './session/session.controller.js';
import { ViewsController } from './session/views.controller.js';
import { Site } from './site.js';

/** One a resource. Start-up refuses a route of the catalogue that none of them serves. */
export const controllers: readonly Type[] = [
  SessionController,
  ViewsController,
  OperatorsController,
  AuditController,
  ApprovalsController,
  CasesController,
  CaseHandsController,
  BulkController,
  LineHandsController,
  LinesController,
  ReportsController,
  GardenController,
  NoticesController,
  PoliciesController,
  PolicyHandsController,
  SwitchController,
  HealthController,
  EventsController,
  OpenapiController,
];

export interface AppOptions {
  readonly house: PipelineOptions;
  readonly brands: Brands;
  readonly clock: Clock;
  readonly site: Site;
  readonly log: Log;
  readonly metrics: ApiMetrics;
  /** Real time; tests hand in theirs. */
  readonly watch?: () => Instant;
  readonly newsEveryMs?: number;
}

@Module({})
export class AppModule {
  static register(o: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [PipelineModule.register(o.house)],
      controllers: [...controllers],
      providers: [
        { provide: Clock, useValue: o.clock },
        { provide: Brands, useValue: o.brands },
        { provide: Site, useValue: o.site },
        { provide: Log, useValue: o.log },
        { provide: ApiMetrics, useValue: o.metrics },
        {
          provide: Desk,
          inject: [Database, Clock, ModuleRef],
          useFactory: (database: Database, clock: Clock, modules: ModuleRef) =>
            new Desk(database, clock, modules, o.watch),
        },
        {
          provide: News,
          inject: [Desk, CaseNewsView, SessionsService],
          useFactory: (desk: Desk, cases: CaseNewsView, sessions: SessionsService) =>
            new News({
              desk,
              cases,
              metrics: o.metrics,
              alive: async ({ operatorId, sessionId }) =>
                desk.run(async (tx) =>
                  (await sessions.list(tx, operatorId, desk.real())).some(({ id }) => id === sessionId),
                ),
              onError: (where, error) => o.log.warn('trouble', { where, err: error }),
              everyMs: o.newsEveryMs,
            }),
        },
        Gate,
        ErrorAnswers,
        { provide: APP_GUARD, useClass: ReadRequest },
        { provide: APP_INTERCEPTOR, useClass: Answers },
      ],
    };
  }
}
