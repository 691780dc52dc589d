import { DAY, MINUTE } from '../calendar.js';
import type { Chance } from '../chance.js';
import type { Behaviour, Button, Experience, Person, Plan } from './person.js';

type Habit = (felt: Experience, person: Readonly<Person>, at: number, chance: Chance) => readonly Plan[];

/** What this person now means to do. Pure: by what they felt, what they have been through, and their own chance. */
export function behave(
  person: Readonly<Person>,
  felt: Experience,
  at: number,
  chance: Chance,
): readonly Plan[] {
  return HABITS[person.behaviour](felt, person, at, chance);
}

/** What each behaviour is called on the pages. */
export const BEHAVIOURS: Readonly<Record<Behaviour, string>> = {
  'first-letter': 'Cleans up after the first letter',
  portal: 'Reads nothing until the garden, then cleans up',
  'second-visit': 'Says it is clean when it is not',
  'comes-back': 'Cleans up, and catches it again',
  never: 'Never answers',
  mistaken: 'Is innocent: somebody else had the address',
  hidden: 'Had the address, as late records show',
  safety: 'Needs the line for an alarm',
  'not-me': 'Says: this is not me',
  bounced: 'Cannot be written to',
  protected: 'Is protected, and is never confined',
  business: 'Is a business',
  onlooker: 'Is on a line that is told, and no more',
};

const visit = (at: number, button: Button): Plan => ({ at, act: { kind: 'visit', button } });
const clean = (at: number): Plan => ({ at, act: { kind: 'clean' } });
const again = (at: number): Plan => ({ at, act: { kind: 'catch' } });

/** Between two whole numbers of hours after an instant, at a full minute. */
function within(chance: Chance, at: number, from: number, to: number): number {
  return at + Math.round(chance.between(from * 60, to * 60)) * MINUTE;
}

const isFirst = (felt: Experience): boolean =>
  felt.kind === 'letter' && (felt.template === 'first' || felt.template === 'business-first');

const HABITS: Readonly<Record<Behaviour, Habit>> = {
  'first-letter': (felt, _person, at, chance) => {
    if (!isFirst(felt)) return [];
    const done = within(chance, at, 6, 34);
    // About half of them also say so.
    return chance.next() < 0.5 ? [clean(done), visit(done + 10 * MINUTE, 'acknowledge')] : [clean(done)];
  },

  portal: (felt, _person, at, chance) => {
    if (felt.kind !== 'confined') return [];
    const done = within(chance, at, 2, 9);
    return [clean(done), visit(done + 20 * MINUTE, 'cleaned')];
  },

  // They press the button, and the device nobody thinks of calls home as before. The third time they find it.
  'second-visit': (felt, { stays }, at, chance) => {
    if (felt.kind !== 'confined') return [];
    const done = within(chance, at, 3, 7);
    const said = visit(done + 15 * MINUTE, 'cleaned');
    return stays < 3 ? [said] : [clean(done), said];
  },

  'comes-back': (felt, { letters }, at, chance) => {
    if (isFirst(felt)) return [clean(within(chance, at, 5, 30))];
    const over = felt.kind === 'letter' && felt.template === 'no-longer-seen';
    return over && letters < 4 ? [again(at + chance.between(3, 9) * DAY)] : [];
  },

  never: () => [],
  mistaken: () => [],

  hidden: (felt, _person, at, chance) => (isFirst(felt) ? [clean(within(chance, at, 8, 40))] : []),

  safety: (felt, _person, at, chance) => {
    if (felt.kind !== 'confined') return [];
    const said = within(chance, at, 1, 3);
    return [visit(said, 'safety'), clean(said + 2 * DAY)];
  },

  'not-me': (felt, { stays }, at, chance) => {
    if (felt.kind !== 'confined') return [];
    const said = within(chance, at, 1, 5);
    if (stays === 1) return [visit(said, 'not-me')];
    return [clean(said), visit(said + 30 * MINUTE, 'cleaned')];
  },

  bounced: () => [],

  // Somebody calls in the end.
  protected: (felt, _person, at, chance) => (isFirst(felt) ? [clean(within(chance, at, 110, 160))] : []),
  business: (felt, _person, at, chance) =>
    isFirst(felt) && chance.next() < 0.6 ? [clean(within(chance, at, 24, 120))] : [],
  onlooker: (felt, _person, at, chance) =>
    felt.kind === 'letter' && chance.next() < 0.5 ? [clean(within(chance, at, 20, 90))] : [],
};
