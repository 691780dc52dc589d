import { Controller } from '@nestjs/common';

import {
  AuditService,
  ChangedMeanwhile,
  OperatorsService,
  SessionsService,
  type Operator,
} from '@lazaret/access';
import { routes, type Asked } from '@lazaret/contracts';
import { NotThere } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { auditOf } from '../audit-of.js';
import { Changed } from '../changed.js';
import { Desk } from '../desk.js';
import { Ask, By, Seen, Serve, tagged } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Who may sign in. */
@Controller()
export class OperatorsController {
  constructor(
    private readonly desk: Desk,
    private readonly operators: OperatorsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  @Serve(routes.operators)
  async list(): Promise<unknown> {
    return { items: await this.desk.run((tx) => this.operators.list(tx, this.desk.real())) };
  }

  @Serve(routes.addOperator)
  async add(@Ask() { body }: Asked<typeof routes.addOperator>, @By() by: SignedIn): Promise<unknown> {
    const at = this.desk.real();
    const { operator, firstPassword } = await this.desk.run(async (tx) => {
      const added = await this.operators.add(tx, body, at);
      await this.audit.write(tx, {
        ...auditOf(by, at),
        action: 'operator.add',
        subject: `operator ${added.operator.name}`,
        after: seenBy(added.operator),
      });
      return added;
    });
    return tagged(operator.version, { ...operator, firstPassword });
  }

  @Serve(routes.changeOperator)
  async change(
    @Ask() { params, body }: Asked<typeof routes.changeOperator>,
    @By() by: SignedIn,
    @Seen() version: number,
  ): Promise<unknown> {
    const at = this.desk.real();
    try {
      const operator = await this.desk.run(async (tx) => {
        const was = await this.find(tx, params.name);
        const is = await this.operators.change(tx, params.name, version, body, at);
        await this.audit.write(tx, {
          ...auditOf(by, at),
          action: 'operator.change',
          subject: `operator ${is.name}`,
          before: seenBy(was),
          after: seenBy(is),
        });
        return is;
      });
      return tagged(operator.version, operator);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) throw new Changed(error.current, error.current.version);
      throw error;
    }
  }

  @Serve(routes.resetPassword)
  async resetPassword(
    @Ask() { params }: Asked<typeof routes.resetPassword>,
    @By() by: SignedIn,
  ): Promise<unknown> {
    const at = this.desk.real();
    return this.desk.run(async (tx) => {
      const { name } = await this.find(tx, params.name);
      const reset = await this.operators.resetPassword(tx, name, at);
      await this.audit.write(tx, {
        ...auditOf(by, at),
        action: 'operator.password',
        subject: `operator ${name}`,
      });
      return reset;
    });
  }

  @Serve(routes.endSessions)
  async endSessions(@Ask() { params }: Asked<typeof routes.endSessions>, @By() by: SignedIn): Promise<void> {
    const at = this.desk.real();
    await this.desk.run(async (tx) => {
      const { id, name } = await this.find(tx, params.name);
      const ended = await this.sessions.endAll(tx, id);
      await this.audit.write(tx, {
        ...auditOf(by, at),
        action: 'operator.sessions',
        subject: `operator ${name}`,
        after: { ended },
      });
    });
  }

  private async find(tx: Tx, name: string): Promise<Operator> {
    const found = await this.operators.find(tx, name, this.desk.real());
    if (found === null) throw new NotThere('there is no such operator');
    return found;
  }
}

/** What an administrator changes. */
function seenBy({ displayName, roles, disabled }: Operator): object {
  return { displayName, roles, disabled };
}
