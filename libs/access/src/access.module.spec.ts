import { Test } from '@nestjs/testing';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';

import { AccessMetrics } from './access.metrics.js';
import { AccessModule } from './access.module.js';
import { ApprovalsService } from './approvals.service.js';
import { AuditService } from './audit.service.js';
import { OperatorsService } from './operators.service.js';
import { AccessRetention } from './retention.service.js';
import { SessionsService } from './sessions.service.js';
import { ViewsService } from './views.service.js';

it('Nest can put the room together', async () => {
  const metrics = new AccessMetrics(new Registry());
  const module = await Test.createTestingModule({ imports: [AccessModule.register({ metrics })] }).compile();
  await module.init();
  for (const door of [
    SessionsService,
    OperatorsService,
    ApprovalsService,
    ViewsService,
    AuditService,
    AccessRetention,
  ])
    expect(module.get(door)).toBeInstanceOf(door);
  await module.close();
});
