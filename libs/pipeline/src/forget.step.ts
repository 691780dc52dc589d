import { Injectable } from '@nestjs/common';

import { QuietDaysService } from '@lazaret/cases';
import { GardenService } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database } from '@lazaret/platform';
import { RequestsService } from '@lazaret/portal';

/** Rows of one kind forgotten in one transaction; what is left waits for the next. */
const AT_ONCE = 20_000;

/** Drops what nothing looks at any more: each room knows for how long it keeps what (docs/operate.md has all of it). */
@Injectable()
export class ForgetStep {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly garden: GardenService,
    private readonly requests: RequestsService,
    private readonly quietDays: QuietDaysService,
  ) {}

  /** Answers whether there may be more. */
  async run(now: Instant): Promise<boolean> {
    await this.database.run((tx) => this.ledger.forget(tx, now));
    const gone = [
      await this.database.run((tx) => this.garden.forget(tx, now, AT_ONCE)),
      await this.database.run((tx) => this.requests.forget(tx, now, AT_ONCE)),
      await this.database.run((tx) => this.quietDays.forget(tx, now, AT_ONCE)),
    ];
    return gone.some((rows) => rows >= AT_ONCE);
  }
}
