import { pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');

export const lookWords = {
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Try again',
  more: 'More',
  less: 'Less',
  show: 'Show',
  hide: 'Hide',
  loading: 'Loading',
  justNow: 'just now',
  reason: 'Reason',
  reasonHint: 'Others will read it in the audit and on the timeline. No names or addresses of people.',
  reasonShort: 'Say why, in a few words.',
  exclude: (what: string): string => `Leave out ${what}`,
  include: (what: string): string => `Only ${what}`,
  remove: (what: string): string => `Remove filter: ${what}`,
  addFilter: 'filter',
  clearFilters: 'Clear all',
  not: 'not',
  sparkline: (total: number, highest: number): string =>
    total === 0
      ? 'Not seen in 14 days'
      : `${plural(total, { one: '# sighting', other: '# sightings' })} in 14 days, most on one day: ${highest}`,
  shortcuts: 'Keyboard shortcuts',
  shortcutsOff: 'Single keys are switched off. You can switch them on in Settings.',
  shortcutsHint: 'Single keys can be switched off in Settings.',
  anywhere: 'Anywhere',
  problem: {
    title: 'That did not work',
    unreached: 'Lazaret cannot be reached',
    unreachedHelp: 'Nothing was lost. Check the connection; the page tries again by itself.',
    forbidden: 'This is not for your roles',
    forbiddenHelp: 'Ask an administrator if you need it.',
    missing: 'There is nothing here',
    missingHelp: 'It may have been removed, or the address was mistyped.',
    busy: 'Too many requests',
    busyHelp: 'Wait a moment, then try again.',
    broken: 'Something went wrong on our side',
    brokenHelp: 'Nothing you entered was lost. Try again; if it stays, tell us the number below.',
    trace: 'Number to ask about',
  },
};
