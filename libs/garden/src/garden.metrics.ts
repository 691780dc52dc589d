import { Counter, type Registry } from 'prom-client';

/** What moves in this room. */
export class GardenMetrics {
  readonly orders: Counter<'kind' | 'outcome'>;
  readonly states: Counter<'state'>;
  readonly opened: Counter<'why' | 'by'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.orders = new Counter({
      name: 'lazaret_garden_orders_total',
      help: 'Orders to the network, by kind (confine, release) and by what became of them',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    this.states = new Counter({
      name: 'lazaret_garden_states_total',
      help: 'States that stays of lines in the garden came to',
      labelNames: ['state'],
      registers,
    });
    this.opened = new Counter({
      name: 'lazaret_garden_opened_total',
      help: 'Lines that were to be let out, by reason and by who wanted it',
      labelNames: ['why', 'by'],
      registers,
    });
  }
}
