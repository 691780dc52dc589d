import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('en-GB');
const count = countIn('en-GB');

export const gardenWords = {
  title: 'Garden',
  held: (n: number): string => plural(n, { one: '# line held back', other: '# lines held back' }),
  noNetwork: 'No network is connected',
  noNetworkHelp:
    'Nobody is held back. Once the configuration names a network and its BNGs, this shows switches, caps and every stay.',
  running: 'Lines are taken in as the policy says.',
  stopped: (by: string, ago: string): string => `Nobody new is taken in: stopped by ${by} ${ago}.`,
  stoppedRest: 'Lines that are held back stay so until their time ends.',
  releasing: (scope: string, by: string, ago: string): string =>
    `Everybody is let out (${scope}): ${by}, ${ago}.`,
  scopeAll: 'the whole network',
  resumeHalf: (by: string, ago: string): string =>
    `${by} said "go on" ${ago}. A second person must say it too.`,
  resumeMine: 'You have said "go on". A second person must say it too.',
  stop: 'Stop new ones',
  release: 'Release all',
  resume: 'Go on',
  resumeAgree: 'Agree to go on',
  mayNot: 'Needs the right to throw switches.',
  notHere: 'The switches lie on the machine of the worker: use `lazaret garden` there.',
  stopTitle: 'Take in nobody new?',
  stopText:
    'From now on no line is held back that is not held back already. Those who are in stay until their time ends. One person is enough; to go on takes two.',
  releaseTitle: 'Let everybody out?',
  releaseText:
    'Every line that is held back is opened, and nobody new is taken in. This takes one person and works at once; to go on takes two.',
  releaseCount: (n: number): string =>
    plural(n, { one: '# line will be opened.', other: '# lines will be opened.' }),
  releaseWhere: 'Where',
  resumeTitle: 'Go on as the policy says?',
  resumeFirst:
    'Two people must say it. You are the first: nothing changes until somebody else agrees here, within a day.',
  resumeSecond: (by: string): string =>
    `${by} has said it already. With you, two people have: lines are taken in again from now on.`,
  resumeSame: 'You have said it already. Somebody else must agree; until then nothing changes.',
  done: {
    'stop-new': 'Nobody new is taken in.',
    'release-all': 'Everybody is being let out.',
    resume: 'Said. It holds once two people have said it.',
  },
  resumed: 'Lines are taken in again.',
  caps: 'Caps',
  capDay: 'Taken in, last 24 hours',
  capHour: (nas: string): string => `${nas}, last hour`,
  capHourNone: (most: number): string => `Nobody in the last hour; at most ${count(most)} per BNG.`,
  used: (used: number, most: number): string => `${count(used)} of ${count(most)}`,
  full: 'full',
  obeys: 'Does the network obey?',
  drift: (n: number): string =>
    plural(n, { one: '# line differs from what we want', other: '# lines differ from what we want' }),
  noDrift: 'Wanted and actual agree everywhere',
  oldest: (span: string): string => `A release has been waiting for ${span}`,
  noOldest: 'No release waits for the network',
  showThem: 'show',
  states: 'States now',
  statesNone: 'Nobody is held back.',
  list: 'Stays, the newest first',
  none: 'Nobody has ever been held back',
  noneHelp:
    'When the policy holds a line back, its stay is here: what we wanted, what the network said, and when it ended.',
  column: {
    line: 'Line',
    case: 'Case',
    wanted: 'Wanted',
    actual: 'Network says',
    nas: 'BNG',
    asked: 'Since',
    ends: 'Ends',
    why: 'Opened because',
  },
  wanted: { confined: 'held back', open: 'open' },
  differs: 'differs',
  over: 'Over',
  overs: { no: 'still in', yes: 'over' },
  driftFilter: 'Agreement',
  driftYes: 'differs',
  by: (who: string): string => `by ${who}`,
};
