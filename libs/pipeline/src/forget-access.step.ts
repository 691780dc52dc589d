import { Injectable } from '@nestjs/common';

import { AccessRetention } from '@lazaret/access';
import type { Instant } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';

/** Drops sessions that ended by themselves and wrong passwords that are forgiven; notes which approvals came too late. */
@Injectable()
export class ForgetAccessStep {
  constructor(
    private readonly database: Database,
    private readonly retention: AccessRetention,
  ) {}

  /** @param real real time: a domain clock that is set must end no session. Answers whether there may be more. */
  async run(real: Instant): Promise<boolean> {
    const { more } = await this.database.run((tx) => this.retention.sweep(tx, real));
    return more;
  }
}
