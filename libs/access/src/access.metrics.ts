import { Counter, type Registry } from 'prom-client';

/** What moves in this room. */
export class AccessMetrics {
  readonly signIns: Counter<'outcome'>;
  readonly audited: Counter<'action'>;
  readonly approvals: Counter<'kind' | 'outcome'>;
  readonly lookupAlarms: Counter<'span'>;
  readonly verified: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.signIns = new Counter({
      name: 'lazaret_access_sign_ins_total',
      help: 'Sign-ins by outcome: signed-in, wrong, unknown (no such name), disabled, locked',
      labelNames: ['outcome'],
      registers,
    });
    this.audited = new Counter({
      name: 'lazaret_access_audited_total',
      help: 'Rows of the audit, by action',
      labelNames: ['action'],
      registers,
    });
    this.approvals = new Counter({
      name: 'lazaret_access_approvals_total',
      help: 'Approvals asked for (asked) and what became of them (approved, declined, withdrawn, expired)',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    this.lookupAlarms = new Counter({
      name: 'lazaret_access_lookup_alarms_total',
      help: 'Operators who looked up more people than their work explains, by the span that was passed',
      labelNames: ['span'],
      registers,
    });
    this.verified = new Counter({
      name: 'lazaret_access_audit_verified_total',
      help: 'Verifications of the audit: intact, broken',
      labelNames: ['outcome'],
      registers,
    });
  }
}
