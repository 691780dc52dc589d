import type { LineClass } from '@lazaret/kernel';

import { BEGINNING, DAY, HOUR, MINUTE, MOST_DAYS } from '../calendar.js';
import { Chance } from '../chance.js';
import type { DemoLine } from '../provider.js';
import { FAMILIES } from '../reports/families.js';
import type { Behaviour, Person } from './person.js';

/** How many there are of each when the demo begins, and how likely each is among those who come later. */
const KINDS: readonly (readonly [Behaviour, LineClass, begin: number, later: number])[] = [
  ['first-letter', 'residential', 8, 34],
  ['portal', 'residential', 5, 20],
  ['second-visit', 'residential', 2, 5],
  ['comes-back', 'residential', 3, 8],
  ['never', 'residential', 3, 7],
  ['safety', 'residential', 2, 4],
  ['not-me', 'residential', 2, 4],
  ['bounced', 'residential', 3, 5],
  ['protected', 'protected', 2, 4],
  ['business', 'business', 3, 5],
  ['onlooker', 'unknown', 2, 2],
  ['onlooker', 'wholesale', 1, 1],
  ['onlooker', 'shared', 0, 1],
];
/** Lines that fall ill later, over the whole time. */
const LATER = 110;

/** Somebody's address, and who really had it: `heir` took it over at `at`, and the records of it come at `toldAt`. */
export interface HandOver {
  readonly donor: number;
  readonly heir: number;
  readonly at: number;
  readonly toldAt: number;
}

/** Whose line is in trouble, when and why. A line is chosen once. */
export function choosePeople(
  lines: readonly DemoLine[],
  seed: number,
): { readonly people: Person[]; readonly handOvers: readonly HandOver[] } {
  const chance = Chance.of(seed, 31);
  const free = chance.shuffle(lines);
  const take = (fits: (line: DemoLine) => boolean): DemoLine => {
    const i = free.findIndex(fits);
    const [line] = free.splice(i, 1);
    if (i < 0 || line === undefined) throw new RangeError('the provider has too few lines');
    return line;
  };
  const person = (line: DemoLine, behaviour: Behaviour, from: number | null): Person => ({
    line: line.number,
    behaviour,
    family: chance.between(0, FAMILIES.length - 1),
    from,
    sick: false,
    confined: false,
    freeAt: null,
    letters: 0,
    stays: 0,
    plans: [],
  });

  const handOvers: HandOver[] = [];
  const people: Person[] = [];
  // In the first days, and again when the demo has been going on for a while.
  for (const day of [1, 26]) {
    const settled = (line: DemoLine): boolean =>
      line.class === 'residential' && line.access === 'dynamic' && line.prefix6 !== null;
    const donor = take(settled);
    const heir = take((line) => settled(line) && line.bng === donor.bng);
    const at = BEGINNING + day * DAY + 7 * HOUR;
    handOvers.push({ donor: donor.number, heir: heir.number, at, toldAt: at + 5 * DAY + 2 * HOUR });
    people.push(person(donor, 'mistaken', null), person(heir, 'hidden', at + HOUR));
  }
  for (const [behaviour, kind, count] of KINDS)
    for (let n = 0; n < count; n++)
      people.push(
        person(
          take((line) => line.class === kind),
          behaviour,
          BEGINNING + chance.between(0, 23) * HOUR,
        ),
      );
  for (let n = 0; n < LATER; n++) {
    const [behaviour, kind] = chance.weigh(KINDS.map((one) => [one, one[3]] as const));
    const from = BEGINNING + 2 * DAY + chance.between(0, (MOST_DAYS - 2) * 24 * 60) * MINUTE;
    people.push(
      person(
        take((line) => line.class === kind),
        behaviour,
        from,
      ),
    );
  }
  return { people, handOvers };
}
