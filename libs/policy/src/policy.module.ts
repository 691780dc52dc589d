import { Module, type DynamicModule } from '@nestjs/common';

import { PolicyRepository } from './policy.repository.js';
import { KnownNotices, PolicyService } from './policy.service.js';

export interface PolicyOptions {
  /** Names of the notices that exist; a policy that names another is refused. */
  readonly templates: readonly string[];
}

@Module({})
export class PolicyModule {
  static register({ templates }: PolicyOptions): DynamicModule {
    return {
      module: PolicyModule,
      providers: [
        PolicyRepository,
        { provide: KnownNotices, useValue: { templates } satisfies KnownNotices },
        PolicyService,
      ],
      exports: [PolicyService],
    };
  }
}
