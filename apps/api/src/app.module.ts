import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { Clock, type Instant } from '@lazaret/kernel';
import type { RouteName } from '@lazaret/contracts';
import { PipelineModule, type PipelineOptions } from '@lazaret/pipeline';
import { Database } from '@lazaret/platform';

import { Desk } from './desk.js';

/** One a resource. Add yours here, and take its routes out of `notYet`. */
export const controllers: readonly Type[] = [];

/** Routes of the catalogue that nobody serves yet. Start-up refuses a missing one that is not named here, and one that is both. */
export const notYet: readonly RouteName[] = [
  'signIn',
  'session',
  'signOut',
  'changePassword',
  'preferences',
  'sessions',
  'endSession',
  'views',
  'saveView',
  'dropView',
  'cases',
  'caseFacets',
  'case',
  'caseNeighbours',
  'caseTimeline',
  'caseSightings',
  'caseDecision',
  'noteCase',
  'actOnCase',
  'previewBulk',
  'startBulk',
  'bulk',
  'bulkResults',
  'search',
  'helpline',
  'lines',
  'line',
  'reveal',
  'protect',
  'actOnLine',
  'reports',
  'report',
  'rejectedRows',
  'feeds',
  'activate',
  'garden',
  'stays',
  'throwSwitch',
  'notices',
  'noticeCounts',
  'notice',
  'policies',
  'policy',
  'putPolicy',
  'activatePolicy',
  'approvals',
  'decideApproval',
  'operators',
  'addOperator',
  'changeOperator',
  'resetPassword',
  'endSessions',
  'audit',
  'verifyAudit',
  'health',
  'events',
  'openapi',
];

export interface AppOptions {
  readonly house: PipelineOptions;
  readonly clock: Clock;
  /** Real time; tests hand in theirs. */
  readonly watch?: () => Instant;
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
        {
          provide: Desk,
          inject: [Database, Clock, ModuleRef],
          useFactory: (database: Database, clock: Clock, modules: ModuleRef) =>
            new Desk(database, clock, modules, o.watch),
        },
      ],
    };
  }
}
