import { Counter, type Registry } from 'prom-client';

import type { Imported } from './ledger-import.service.js';
import type { AnswerCount } from './ledger.repository.js';

/**
 * Attribution as numbers. The success rate of a source is its `line` answers over all of them; when it falls, records
 * are missing or a format changed, so it is alarmed.
 */
export class LedgerMetrics {
  private readonly answers: Counter<'outcome' | 'source'>;
  private readonly withdrawn: Counter<'source'>;
  private readonly records: Counter<'result'>;
  private readonly contradictions: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.answers = new Counter({
      name: 'lazaret_ledger_answers_total',
      help: 'Answers to who held an address, by outcome and deciding source.',
      labelNames: ['outcome', 'source'],
      registers,
    });
    this.withdrawn = new Counter({
      name: 'lazaret_ledger_withdrawn_total',
      help: 'Lines named earlier that later records took back.',
      labelNames: ['source'],
      registers,
    });
    this.records = new Counter({
      name: 'lazaret_ledger_records_total',
      help: 'Accounting records and prefixes read, and those put aside.',
      labelNames: ['result'],
      registers,
    });
    this.contradictions = new Counter({
      name: 'lazaret_ledger_contradictions_total',
      help: 'Leases that overlap another holder on the same key.',
      registers,
    });
  }

  answered(counts: readonly AnswerCount[]): void {
    for (const { outcome, source, count, withdrawn } of counts) {
      this.answers.inc({ outcome, source: source ?? 'none' }, count);
      this.withdrawn.inc({ source: source ?? 'none' }, withdrawn);
    }
  }

  imported(done: Imported): void {
    this.records.inc({ result: 'read' }, done.records);
    this.records.inc({ result: 'put-aside' }, done.putAside);
    this.contradictions.inc(done.contradictions);
  }
}
