import type { noticeWords as english } from '../en/notices.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');

export const noticeWords = {
  title: 'Schreiben',
  one: 'Schreiben',
  summary: (n) => plural(n, { one: '# Schreiben in 30 Tagen', other: '# Schreiben in 30 Tagen' }),
  counts: 'Die letzten 30 Tage nach Stand',
  countsNone: 'Kein Schreiben in 30 Tagen.',
  list: 'Schreiben, die neuesten zuerst',
  none: 'Noch kein Schreiben verschickt',
  noneHelp:
    'Wenn nach den Regeln jemand benachrichtigt wird, steht das Schreiben hier genau so, wie es hinausging, mit dem, was daraus wurde. An wen, gehört nie dazu.',
  column: {
    what: 'Schreiben',
    case: 'Fall',
    line: 'Anschluss',
    state: 'Stand',
    planned: 'Geplant',
    sent: 'Gesendet',
    error: 'Das Mailsystem sagt',
  },
  held: 'angehalten, bis jemand hinsieht',
  template: 'Schreiben',
  state: 'Stand',
  back: 'Schreiben',
  facts: 'Schreiben',
  settled: 'Abgeschlossen',
  messageId: 'Message-ID',
} satisfies typeof english;
