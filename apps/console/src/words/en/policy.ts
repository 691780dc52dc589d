import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');
const count = countIn('en-GB');

export const policyWords = {
  title: 'Policy',
  decides: (label: string): string => `${label} decides`,
  versions: 'Versions, the newest first',
  none: 'No version has been kept yet',
  noneHelp:
    'The policy says when people are told, when a line may be held back, and when a case ends. The first start keeps the default one here.',
  column: { label: 'Version', state: 'State', kept: 'Kept', active: 'Decides since' },
  active: 'Decides',
  notActive: 'Kept',
  by: (who: string): string => `by ${who}`,
  caps: 'Caps of the garden',
  perDay: 'Lines in 24 hours',
  perHour: 'Lines per BNG and hour',
  facts: 'Version',
  created: 'Kept',
  activated: 'Decides since',
  digest: 'SHA-256',
  text: 'Text',
  whole: 'Whole',
  differences: 'Against the active one',
  same: 'The text is the same as that of the active one.',
  tooLong: 'Too much differs to be shown line by line.',
  unchanged: (n: number): string => plural(n, { one: '# line unchanged', other: '# lines unchanged' }),
  put: 'New version',
  putTitle: 'New version',
  putHelp:
    'Change the text and keep it. Nothing decides otherwise until two people have agreed: you ask, somebody else agrees.',
  putField: 'Policy, as YAML',
  keep: 'Keep this version',
  kept: (label: string): string => `${label} is kept. It does not decide yet.`,
  problems: (n: number): string =>
    plural(n, { one: '# problem; nothing was kept', other: '# problems; nothing was kept' }),
  toLine: (line: number): string => `line ${count(line)}`,
  ask: 'Ask to activate',
  askTitle: (label: string): string => `Ask that ${label} decides?`,
  askText: 'A second person must agree, under Approvals. Until then the present version decides.',
  askCaps: 'It raises the caps of the garden. Whoever agrees must hold the right for that.',
  asked: 'Asked. A second person must agree, under Approvals.',
  mayNot: 'Needs the right to propose a policy.',
  alreadyActive: 'It decides already.',
  back: 'Policy',
};
