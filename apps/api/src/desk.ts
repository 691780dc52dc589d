import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';

import type { Clock, Instant } from '@lazaret/kernel';
import type { Database, Tx } from '@lazaret/platform';

/** The way to the database, the two times, and everything else of the house. */
export class Desk {
  constructor(
    readonly database: Database,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
    private readonly watch: () => Instant = () => new Date(),
  ) {}

  /** One transaction at the domain's time: all of it, or nothing. */
  async run<T>(work: (tx: Tx, now: Instant) => Promise<T>): Promise<T> {
    return this.database.run((tx) => work(tx, this.clock.now()));
  }

  /** The domain's time. In a demo its clock is moved by hand. */
  async now(): Promise<Instant> {
    return this.clock.now();
  }

  /** Real time: of sessions, the audit, approvals. */
  real(): Instant {
    return this.watch();
  }

  /** A service, view or step of any room. */
  get<T>(what: Type<T>): T {
    return this.modules.get(what, { strict: false });
  }
}
