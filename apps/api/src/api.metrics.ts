import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { routes, type Route } from '@lazaret/contracts';

const NAMES = new Map<Route, string>(Object.entries(routes).map(([name, route]) => [route, name]));

/** What moves at the door. A route goes by its name in the catalogue; no label says who or what about. */
export class ApiMetrics {
  readonly requests: Counter<'route' | 'status'>;
  readonly seconds: Histogram<'route'>;
  readonly limited: Counter<'bucket'>;
  readonly streams: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'lazaret_api_requests_total',
      help: 'Requests answered, by route and status',
      labelNames: ['route', 'status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'lazaret_api_seconds',
      help: 'How long an answer took, by route',
      labelNames: ['route'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 10],
      registers,
    });
    this.limited = new Counter({
      name: 'lazaret_api_limited_total',
      help: 'Requests refused for being too many, by bucket',
      labelNames: ['bucket'],
      registers,
    });
    this.streams = new Gauge({
      name: 'lazaret_api_streams',
      help: 'Consoles that listen for news',
      registers,
    });
  }

  /** @param isApi whether it asked for something under the API's path */
  count(route: Route | undefined, isApi: boolean, status: number, seconds: number): void {
    const name = (route && NAMES.get(route)) ?? (isApi ? 'unknown' : 'console');
    this.requests.inc({ route: name, status: String(status) });
    if (!route?.events) this.seconds.observe({ route: name }, seconds);
  }
}
