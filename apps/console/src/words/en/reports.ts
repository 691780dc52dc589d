import type { Refusal } from '@lazaret/kernel';

import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');
const count = countIn('en-GB');

export const reportWords = {
  title: 'Reports',
  waiting: (n: number): string =>
    n === 0
      ? 'Everything is read'
      : plural(n, { one: '# type waits for a person', other: '# types wait for a person' }),
  feeds: 'Feeds',
  list: 'Reports, the newest first',
  none: 'No report has come yet',
  noneHelp:
    'Reports come by mail, by download or by `lazaret feed import`. Each stays here, with every row that was read or put aside.',
  noFeeds: 'No feed is set up',
  noFeedsHelp:
    'Feeds are named in the configuration. Once one is there, this shows whether it comes and how many of its rows find their line.',
  column: {
    name: 'Report',
    feed: 'Feed',
    state: 'State',
    received: 'Received',
    rows: 'Rows',
    observed: 'Observed',
    duplicate: 'Known already',
    rejected: 'Put aside',
  },
  state: { stored: 'Waits to be read', parsing: 'Being read', parsed: 'Read', failed: 'Not read' },
  soFar: (n: number): string => plural(n, { one: '# row so far', other: '# rows so far' }),
  filterRejected: 'Rows',
  filterRejectedYes: 'some put aside',
  health: { failing: 'Fails', late: 'Late', never: 'Nothing yet', alive: 'Alive' },
  delivered: (ago: string): string => `Last report ${ago}`,
  failures: (n: number): string => plural(n, { one: 'failed once', other: 'failed # times in a row' }),
  due: (when: string): string => `asked again ${when}`,
  types: (n: number): string => plural(n, { one: '# type counts', other: '# types count' }),
  noTypes: 'no type yet',
  waits: 'Waits for activation',
  waitsHelp: 'Until a person has looked, it makes cases and sends no letters.',
  activate: 'Let it count',
  activateTitle: (type: string): string => `Let ${type} count?`,
  brought: (rows: number, lines: number): string =>
    `${plural(rows, { one: '# sighting', other: '# sightings' })}, ${plural(lines, { one: '# with a line', other: '# with a line' })}`,
  activateText:
    'From then on its sightings lead to letters, and where the policy allows it, to the garden. Look at a few of its reports first: are these really devices that do harm?',
  activateRead: 'Read with mapping',
  seenCounts: 'I have looked at the counts and at rows of it.',
  activated: (type: string): string => `${type} counts from now on.`,
  mayNot: 'Needs the right to activate feeds.',
  by: (who: string): string => `by ${who}`,
  attribution: 'Rows that found their line, 14 days',
  share: (share: string, asked: number): string =>
    `${share} % of ${plural(asked, { one: '# row', other: '# rows' })}`,
  noShare: 'No rows in 14 days',
  asTable: 'As a table',
  asChart: 'As a chart',
  day: 'Day',
  asked: 'Ought to have a line',
  lines: 'Have one',
  shareTitle: 'Share',
  toReports: (feed: string): string => `Reports of ${feed}`,
  back: 'Reports',
  facts: 'Report',
  kind: 'Type',
  bytes: 'Size',
  size: (kilobytes: number): string => `${count(kilobytes)} KB`,
  finished: 'Read',
  mapping: 'Mapping',
  digest: 'SHA-256',
  unattributed: 'Why rows have no line',
  allAttributed: 'Every row that ought to have a line has one.',
  refusal: {
    'needs-port': 'the address is shared and the port is missing',
    ambiguous: 'more than one line may have had it',
    pending: 'the records do not reach so far yet',
    'no-lease': 'nobody held the address then',
    expired: 'older than the records',
    delegated: 'the address is delegated to somebody else',
    foreign: "the address serves somebody else's users",
    own: 'our own infrastructure',
    'not-ours': 'not one of our addresses',
  } as Readonly<Record<Refusal, string>>,
  rejected: 'Rows put aside',
  rejectedNone: 'Every row could be read.',
  rejectedColumn: { line: 'Line', column: 'Column', reason: 'Reason', raw: 'As it came' },
  wholeRow: 'whole row',
};
