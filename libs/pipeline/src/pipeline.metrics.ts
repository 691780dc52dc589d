import { Counter, type Registry } from 'prom-client';

import type { Attached } from '@lazaret/cases';
import type { Decision } from '@lazaret/policy';

/** What happens where rooms meet, as numbers. */
export class PipelineMetrics {
  private readonly opened: Counter;
  private readonly withdrawn: Counter<'answer'>;
  private readonly decisions: Counter<'rule'>;
  private readonly closed: Counter<'reason'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.opened = new Counter({ name: 'lazaret_cases_opened_total', help: 'Cases opened.', registers });
    this.withdrawn = new Counter({
      name: 'lazaret_cases_withdrawn_sightings_total',
      help: 'Sightings taken off a case because the attribution was wrong, by the answer that took its place.',
      labelNames: ['answer'],
      registers,
    });
    this.decisions = new Counter({
      name: 'lazaret_cases_decisions_total',
      help: 'Decisions taken, by the rule that spoke; `undecided` is a defect.',
      labelNames: ['rule'],
      registers,
    });
    this.closed = new Counter({
      name: 'lazaret_cases_closed_total',
      help: 'Cases closed, by reason.',
      labelNames: ['reason'],
      registers,
    });
  }

  attached({ opened, withdrawn }: Attached): void {
    this.opened.inc(opened);
    for (const { answer } of withdrawn) this.withdrawn.inc({ answer });
  }

  decided({ rule, closeReason }: Pick<Decision, 'rule' | 'closeReason'>): void {
    this.decisions.inc({ rule });
    if (closeReason !== undefined) this.closed.inc({ reason: closeReason });
  }
}
