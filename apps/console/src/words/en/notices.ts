import { pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');

export const noticeWords = {
  title: 'Notices',
  one: 'Notice',
  summary: (n: number): string => plural(n, { one: '# letter in 30 days', other: '# letters in 30 days' }),
  counts: 'The last 30 days, by state',
  countsNone: 'No letter in 30 days.',
  list: 'Letters, the newest first',
  none: 'No letter has left yet',
  noneHelp:
    'When the policy tells somebody, the letter is here exactly as it left, with what became of it. To whom is never part of it.',
  column: {
    what: 'Letter',
    case: 'Case',
    line: 'Line',
    state: 'State',
    planned: 'Planned',
    sent: 'Sent',
    error: 'The mail system says',
  },
  held: 'held until a person looks',
  template: 'Letter',
  state: 'State',
  back: 'Notices',
  facts: 'Notice',
  settled: 'Settled',
  messageId: 'Message-ID',
};
