import { Counter, type Registry } from 'prom-client';

/** What moves on the pages. No label says who. */
export class PageMetrics {
  readonly pages: Counter<'page' | 'language'>;
  readonly asked: Counter<'kind' | 'answer'>;
  readonly codes: Counter<'answer'>;
  readonly captive: Counter<'answer'>;
  readonly probes: Counter<'system' | 'answer'>;
  readonly led: Counter;
  readonly limited: Counter<'what'>;
  readonly unavailable: Counter;

  constructor(registry: Registry) {
    const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
      new Counter({ name: `lazaret_portal_${name}_total`, help, labelNames, registers: [registry] });
    this.pages = counter('pages', 'Pages shown, by page and language', ['page', 'language']);
    this.asked = counter('asked', 'Forms sent, by kind and what was answered', ['kind', 'answer']);
    this.codes = counter('codes', 'Codes checked, by answer', ['answer']);
    this.captive = counter('captive', 'Answers of the captive portal API', ['answer']);
    this.probes = counter('probes', 'Probes of operating systems, by system and answer', [
      'system',
      'answer',
    ]);
    this.led = counter('led', 'Requests for other hosts that were led to the portal', []);
    this.limited = counter('limited', 'Requests refused for being too many', ['what']);
    this.unavailable = counter('unavailable', 'Pages that could not ask PostgreSQL', []);
  }
}
