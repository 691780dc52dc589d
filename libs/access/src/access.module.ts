import { Module, type DynamicModule } from '@nestjs/common';

import { AccessMetrics } from './access.metrics.js';
import { ApprovalRepository } from './approval.repository.js';
import { ApprovalsService } from './approvals.service.js';
import { AttemptRepository } from './attempt.repository.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { OperatorRepository } from './operator.repository.js';
import { OperatorsService } from './operators.service.js';
import { Passwords } from './passwords.service.js';
import { AccessRetention } from './retention.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionsService } from './sessions.service.js';
import { VerifyAudit } from './verify-audit.service.js';
import { ViewRepository } from './view.repository.js';
import { ViewsService } from './views.service.js';

export interface AccessOptions {
  readonly metrics: AccessMetrics;
}

@Module({})
export class AccessModule {
  static register(options: AccessOptions): DynamicModule {
    return {
      module: AccessModule,
      providers: [
        { provide: AccessMetrics, useValue: options.metrics },
        { provide: Passwords, useFactory: () => new Passwords() },
        OperatorRepository,
        SessionRepository,
        AttemptRepository,
        ApprovalRepository,
        ViewRepository,
        AuditRepository,
        VerifyAudit,
        SessionsService,
        OperatorsService,
        ApprovalsService,
        ViewsService,
        AuditService,
        AccessRetention,
      ],
      exports: [
        SessionsService,
        OperatorsService,
        ApprovalsService,
        ViewsService,
        AuditService,
        AccessRetention,
        AccessMetrics,
      ],
    };
  }
}
