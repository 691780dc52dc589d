import { Counter, Histogram, type Registry } from 'prom-client';

/** What moves between us and the NAS; `nas` is the key in the NAS file. */
export class CoaMetrics {
  readonly orders: Counter<'nas' | 'kind' | 'outcome'>;
  readonly packets: Counter<'nas' | 'event'>;
  readonly dropped: Counter<'reason'>;
  readonly seconds: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.orders = new Counter({
      name: 'lazaret_coa_orders_total',
      help: 'Orders by NAS, kind (confine, release) and outcome: accepted, no-session, busy, refused, unknown',
      labelNames: ['nas', 'kind', 'outcome'],
      registers,
    });
    this.packets = new Counter({
      name: 'lazaret_coa_packets_total',
      help: 'CoA-Requests by NAS: sent, sent again, not sent because the network refused',
      labelNames: ['nas', 'event'],
      registers,
    });
    this.dropped = new Counter({
      name: 'lazaret_coa_dropped_total',
      help: 'Answers that were dropped: unexpected (nobody waits for it), unverified (wrong secret), stale (its clock is off)',
      labelNames: ['reason'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'lazaret_coa_seconds',
      help: 'Time from an order to its outcome',
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 6, 15, 30],
      registers,
    });
  }
}
