import { approvalWords } from './de/approvals.js';
import { caseWords } from './de/cases.js';
import { frameWords } from './de/frame.js';
import { helplineWords } from './de/helpline.js';
import { lineWords } from './de/lines.js';
import { lookWords } from './de/look.js';
import { sheetWords } from './de/sheet.js';
import { reportWords } from './de/reports.js';
import { gardenWords } from './de/garden.js';
import { noticeWords } from './de/notices.js';
import { policyWords } from './de/policy.js';
import { auditWords } from './de/audit.js';
import { sessionWords } from './de/session.js';
import { settingsWords } from './de/settings.js';
import { termWords } from './de/terms.js';
import type { en } from './en.js';
import { countIn } from './plural.js';

const count = countIn('de-DE');

export const de = {
  count,
  time: {
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} Std.`,
    days: (n: number) => (n === 1 ? '1 Tag' : `${count(n)} Tage`),
    ago: (span: string) => `vor ${span.replace(/Tage$/, 'Tagen')}`,
    within: (span: string) => `in ${span.replace(/Tage$/, 'Tagen')}`,
    tomorrow: 'morgen',
    yesterday: 'gestern',
    todayHeading: 'Heute',
    yesterdayHeading: 'Gestern',
    never: 'nie',
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
} satisfies typeof en;
