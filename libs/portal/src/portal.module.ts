import { Module, type DynamicModule } from '@nestjs/common';

import { PortalMetrics } from './portal.metrics.js';
import { RequestsRepository } from './requests.repository.js';
import { RequestsService } from './requests.service.js';

export interface PortalOptions {
  readonly metrics: PortalMetrics;
}

/** The worker's side of the room. The pages need no module: they have `Visitors`. */
@Module({})
export class PortalModule {
  static register(options: PortalOptions): DynamicModule {
    return {
      module: PortalModule,
      providers: [RequestsRepository, { provide: PortalMetrics, useValue: options.metrics }, RequestsService],
      exports: [RequestsService],
    };
  }
}
