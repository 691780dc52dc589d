import { pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');

export const approvalWords = {
  title: 'Approvals',
  waiting: (n: number): string =>
    plural(n, { one: '# waits for a second person', other: '# wait for a second person' }),
  help: 'What can hurt somebody takes two people: one asks, another agrees. Nothing happens before.',
  none: 'Nothing waits for a second person',
  noneHelp:
    'When somebody asks to hold a line back by hand, or to let other rules rule, it stands here until another agrees.',
  answered: 'Answered',
  answeredNone: 'Nothing was asked yet',
  answeredNoneHelp: 'What was agreed to, declined or let pass stands here afterwards.',
  kind: {
    confine: 'Hold a line back',
    'activate-policy': 'Activate a policy',
    'raise-caps': 'Raise caps',
  },
  happens: {
    confine:
      'The line is held back at once, if it still may be. Calls and emergency numbers always work, and they are told by letter.',
    'activate-policy': 'This version rules from now on. Every open case is decided anew.',
    'raise-caps': 'More lines may be held back from now on than before. Every open case is decided anew.',
  },
  declined: 'Nothing happens. Who asked sees why.',
  withdrawn: 'It is taken back, and nothing happens.',
  state: {
    open: 'Waits',
    approved: 'Agreed',
    declined: 'Declined',
    withdrawn: 'Taken back',
    expired: 'Let pass',
  },
  asked: (by: string, ago: string): string => `${by} asked ${ago}`,
  askedMine: (ago: string): string => `you asked ${ago}`,
  passes: (within: string): string => `passes ${within} if nobody answers`,
  mine: 'You asked for it, so a second person must answer.',
  mayNotKind: 'Who agrees must be allowed to do it; your roles are not.',
  mayNot: 'Your roles may look, and not answer.',
  agree: 'Agree',
  decline: 'Decline',
  withdraw: 'Take back',
  agreeTitle: 'Agree?',
  declineTitle: 'Decline?',
  withdrawTitle: 'Take it back?',
  note: 'A word with it',
  noteHint: 'Need not be. Others read it in the audit.',
  declineWhy: 'Why not?',
  declineHint: 'Who asked reads it, and so does the audit.',
  done: { approved: 'Agreed, and done.', declined: 'Declined.', withdrawn: 'Taken back.' },
  openCase: 'Open the case',
  openPolicy: 'Open the policy',
  subject: {
    case: (line: string, code: string): string => `line ${line}, case ${code}`,
    policy: (version: string): string => `policy ${version}`,
  },
  column: { what: 'What', about: 'About', asked: 'Asked', outcome: 'Outcome', why: 'Why' },
  by: (name: string): string => `by ${name}`,
  filter: 'Outcome',
};
