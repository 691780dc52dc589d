import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import { releaseAll, resume, stopNew, SwitchBoard, type Scope, type Switches } from '@lazaret/garden';
import { Database } from '@lazaret/platform';

import type { Asking } from './asker.js';
import { NotAllowed } from './not-allowed.js';
import { signed } from './sign.js';

export type Thrown = 'stop-new' | 'release-all' | 'resume';

/**
 * The switches of the garden from the console: the same file that `lazaret garden` writes. A worker that lives obeys
 * within seconds; with everything dead the command line lets out by itself.
 */
@Injectable()
export class SwitchHandsStep {
  constructor(
    private readonly database: Database,
    private readonly board: SwitchBoard,
    private readonly audit: AuditService,
  ) {}

  /** @throws Refused when nothing is stopped, or when the second person to go on is the first; NotAllowed */
  async throw(what: Thrown, scope: Scope, why: string, asking: Asking): Promise<Switches> {
    const { by, real } = asking;
    if (!by.permissions.has('garden.switch')) throw new NotAllowed('no-permission');
    // The switch first: people wait to be let out, and the audit may be away.
    const { before, after } = await this.board.change((now) =>
      what === 'resume'
        ? resume(now, by.name, real)
        : what === 'stop-new'
          ? stopNew(now, by.name, real)
          : releaseAll(now, scope, by.name, real),
    );
    await this.database.run((tx) =>
      this.audit.write(tx, {
        ...signed(asking),
        action: `garden.${what}`,
        subject: sayScope(scope),
        why,
        before,
        after,
      }),
    );
    return after;
  }
}

function sayScope(scope: Scope): string {
  if (scope === 'all') return 'the whole network';
  return 'nas' in scope ? `NAS ${scope.nas}` : `region ${scope.region}`;
}
