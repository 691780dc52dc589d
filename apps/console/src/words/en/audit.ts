import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');
const count = countIn('en-GB');

export const auditWords = {
  title: 'Audit',
  summary: 'Who did what. Every entry is a link of a chain.',
  list: 'Entries, the newest first',
  none: 'Nothing has been written down yet',
  noneHelp:
    'Every change, every sign-in and every look at a person is written here at once, with who, why, before and after.',
  column: { at: 'When', actor: 'Who', action: 'What', subject: 'Of what', why: 'Why' },
  kind: 'What',
  kinds: {
    case: 'Cases',
    line: 'Lines',
    person: 'Looks at people',
    garden: 'Garden',
    feed: 'Feeds',
    policy: 'Policy',
    approval: 'Approvals',
    operator: 'Operators',
    session: 'Sessions',
    audit: 'Audit',
  } as Readonly<Record<string, string>>,
  actor: 'Who',
  actorHint: 'sign-in name',
  subject: 'Of what',
  subjectHint: 'part of it',
  actorKind: { operator: '', client: 'program', system: 'the house itself' },
  open: (id: number): string => `Entry ${count(id)}`,
  before: 'Before',
  after: 'After',
  field: 'Field',
  nothing: 'Nothing was changed by it.',
  request: 'Request',
  address: 'From',
  hash: 'Link of the chain',
  verify: 'Verify the chain',
  intact: (n: number): string =>
    plural(n, {
      one: 'The chain is whole: # entry checked.',
      other: 'The chain is whole: # entries checked.',
    }),
  broken: (id: number): string => `The chain is broken at entry ${count(id)}.`,
  brokenSomewhere: 'The chain is broken.',
  brokenHelp:
    'Somebody changed or removed an entry outside of Lazaret. Keep the database as it is, and tell whoever answers for it.',
  head: 'Newest link',
};
