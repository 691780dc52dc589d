import { Counter, Histogram, type Registry } from 'prom-client';

/** What moves in this room. */
export class NoticesMetrics {
  readonly planned: Counter<'template'>;
  readonly settled: Counter<'template' | 'state'>;
  readonly mails: Counter<'outcome'>;
  readonly mailSeconds: Histogram;
  readonly reports: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.planned = new Counter({
      name: 'lazaret_notices_planned_total',
      help: 'Notices planned, by letter',
      labelNames: ['template'],
      registers,
    });
    this.settled = new Counter({
      name: 'lazaret_notices_settled_total',
      help: 'What became of notices, by letter and state; planned means: to be tried again',
      labelNames: ['template', 'state'],
      registers,
    });
    this.mails = new Counter({
      name: 'lazaret_notices_mails_total',
      help: 'Answers of the mail server: accepted, refused, unreachable, unanswered',
      labelNames: ['outcome'],
      registers,
    });
    this.reports = new Counter({
      name: 'lazaret_notices_reports_total',
      help: 'Mails that came back: delivered, bounced, no-news, unchanged, unknown, forged, and why others were ignored',
      labelNames: ['outcome'],
      registers,
    });
    this.mailSeconds = new Histogram({
      name: 'lazaret_notices_mail_seconds',
      help: 'Time to hand one mail over, whatever the answer',
      buckets: [0.01, 0.05, 0.2, 1, 5, 15, 60],
      registers,
    });
  }
}
