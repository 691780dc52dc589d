import { collectDefaultMetrics, Registry } from 'prom-client';

/** The one registry of a process. It is handed to whoever counts; prom-client's global one is never used. */
export class Metrics {
  readonly registry = new Registry();

  /** Adds memory, CPU, event loop and garbage collection of this process. Once a process. */
  withProcess(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }
}
