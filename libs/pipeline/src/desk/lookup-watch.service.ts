import { Injectable } from '@nestjs/common';

import { AccessMetrics, AuditService, judgeLookups } from '@lazaret/access';
import { DirectoryService } from '@lazaret/directory';
import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';

const ACTION = 'person.alarm';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Says so when somebody looks more people up than his work explains. It stops nobody: a help line must go on. */
@Injectable()
export class LookupWatch {
  constructor(
    private readonly directory: DirectoryService,
    private readonly audit: AuditService,
    private readonly metrics: AccessMetrics,
  ) {}

  /** Call after a look at a person, in its transaction. */
  async looked(tx: Tx, { by, real }: Asking): Promise<void> {
    const before = (ms: number): Instant => new Date(real.getTime() - ms);
    const hour = await this.directory.looks(tx, by.name, before(HOUR_MS));
    const day = await this.directory.looks(tx, by.name, before(DAY_MS));
    const alarms = await this.audit.since(tx, ACTION, before(HOUR_MS));
    const alarmedAt = alarms.find(({ subject }) => subject === subjectOf(by.name))?.at ?? null;
    const span = judgeLookups({ hour, day, alarmedAt }, real);
    if (span === null) return;
    await this.audit.write(tx, {
      at: real,
      actor: 'lazaret',
      actorKind: 'system',
      action: ACTION,
      subject: subjectOf(by.name),
      why: `looked up people ${span === 'hour' ? `${hour} times within an hour` : `${day} times within a day`}`,
      requestId: by.requestId,
    });
    this.metrics.lookupAlarms.inc({ span });
  }
}

function subjectOf(name: string): string {
  return `operator ${name}`;
}
