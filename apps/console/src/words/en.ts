import { approvalWords } from './en/approvals.js';
import { caseWords } from './en/cases.js';
import { frameWords } from './en/frame.js';
import { helplineWords } from './en/helpline.js';
import { lineWords } from './en/lines.js';
import { lookWords } from './en/look.js';
import { sheetWords } from './en/sheet.js';
import { reportWords } from './en/reports.js';
import { gardenWords } from './en/garden.js';
import { noticeWords } from './en/notices.js';
import { policyWords } from './en/policy.js';
import { auditWords } from './en/audit.js';
import { sessionWords } from './en/session.js';
import { settingsWords } from './en/settings.js';
import { termWords } from './en/terms.js';
import { countIn } from './plural.js';

const count = countIn('en-GB');

export const en = {
  count,
  time: {
    seconds: (n: number): string => `${n} s`,
    minutes: (n: number): string => `${n} min`,
    hours: (n: number): string => `${n} h`,
    days: (n: number): string => `${count(n)} d`,
    ago: (span: string): string => `${span} ago`,
    within: (span: string): string => `in ${span}`,
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    todayHeading: 'Today',
    yesterdayHeading: 'Yesterday',
    never: 'never',
  },
  look: lookWords,
  terms: termWords,
  frame: frameWords,
  session: sessionWords,
  cases: caseWords,
  helpline: helplineWords,
  lines: lineWords,
  approvals: approvalWords,
  settings: settingsWords,
  reports: reportWords,
  audit: auditWords,
  policy: policyWords,
  notices: noticeWords,
  garden: gardenWords,
  sheet: sheetWords,
};
