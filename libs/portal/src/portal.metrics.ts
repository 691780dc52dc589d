import { Counter, type Registry } from 'prom-client';

/** What moves in this room, on the worker's side. The pages count for themselves. */
export class PortalMetrics {
  readonly settled: Counter<'kind' | 'outcome'>;

  constructor(registry: Registry) {
    this.settled = new Counter({
      name: 'lazaret_portal_requests_settled_total',
      help: 'What visitors asked for on the portal, and what became of it',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    });
  }
}
