import type { NoticeState } from './notice.entity.js';
import type { DeliveryReport, IgnoredMail } from './read-report.js';

/**
 * What a mail that came back changed. `unknown`: it names no notice of ours; `forged`: one, with a wrong token;
 * `no-news`: delayed, relayed, expanded; `unchanged`: of this notice the end is known already, or nothing has left.
 */
export type ReportOutcome =
  'delivered' | 'bounced' | 'no-news' | 'unchanged' | 'unknown' | 'forged' | IgnoredMail['why'];

/**
 * The first report that speaks of the end counts; what comes after it, in whatever order, changes nothing.
 * @param notice the one the report names, if there is one
 */
export function judgeReport(
  report: DeliveryReport,
  notice: { readonly state: NoticeState; readonly messageId: string } | undefined,
): ReportOutcome {
  const [name, ...others] = report.names;
  if (others.length > 0) return 'ill-formed';
  if (name === undefined || notice === undefined) return 'unknown';
  if (!notice.messageId.startsWith(`<notice-${name.id}.${name.token}@`)) return 'forged';
  if (report.action !== 'delivered' && report.action !== 'failed') return 'no-news';
  if (!hasLeft(notice.state)) return 'unchanged';
  return report.action === 'delivered' ? 'delivered' : 'bounced';
}

/** Gone, and nobody knows yet where to. A report may be faster than the answer of our own mail server. */
function hasLeft(state: NoticeState): boolean {
  return state === 'sending' || state === 'sent' || state === 'uncertain';
}
