import { Registry } from 'prom-client';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AccessMetrics } from './access.metrics.js';
import { ApprovalRepository } from './approval.repository.js';
import { ApprovalsService } from './approvals.service.js';
import { AttemptRepository } from './attempt.repository.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import type { NewOperator, Operator } from './operator.js';
import { OperatorRepository } from './operator.repository.js';
import { OperatorsService } from './operators.service.js';
import { Passwords, type Cost } from './passwords.service.js';
import { AccessRetention } from './retention.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionsService } from './sessions.service.js';
import { VerifyAudit } from './verify-audit.service.js';
import { ViewRepository } from './view.repository.js';
import { ViewsService } from './views.service.js';

/** Hashes that cost nothing: for tests that are about something else. */
export const CHEAP: Cost = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/** A password that is taken for every name. */
export const GOOD_PASSWORD = 'otter-lantern-quay';

export interface AccessRoom {
  readonly sessions: SessionsService;
  readonly operators: OperatorsService;
  readonly approvals: ApprovalsService;
  readonly views: ViewsService;
  readonly audit: AuditService;
  readonly retention: AccessRetention;
  readonly metrics: AccessMetrics;
  readonly registry: Registry;
}

/** The room's services, put together by hand. */
export function makeAccess(passwords = new Passwords(CHEAP)): AccessRoom {
  const registry = new Registry();
  const metrics = new AccessMetrics(registry);
  const [operators, sessions, attempts] = [
    new OperatorRepository(),
    new SessionRepository(),
    new AttemptRepository(),
  ];
  const audit = new AuditRepository();
  const approvals = new ApprovalsService(new ApprovalRepository(), metrics);
  return {
    sessions: new SessionsService(sessions, operators, attempts, passwords, metrics),
    operators: new OperatorsService(operators, sessions, attempts, passwords),
    approvals,
    views: new ViewsService(new ViewRepository()),
    audit: new AuditService(audit, new VerifyAudit(audit, metrics), metrics),
    retention: new AccessRetention(sessions, attempts, approvals),
    metrics,
    registry,
  };
}

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

/** An analyst with {@link GOOD_PASSWORD}, unless told otherwise. */
export async function makeOperator(
  tx: Tx,
  name: string,
  with_: Partial<NewOperator> = {},
  at: Instant = LONG_AGO,
): Promise<Operator> {
  const asked = { name, displayName: name, roles: ['analyst' as const], password: GOOD_PASSWORD, ...with_ };
  return (await makeAccess().operators.add(tx, asked, at)).operator;
}
