import fc from 'fast-check';

import {
  LINE_STEPS,
  type History,
  type HouseStep,
  type LineHistory,
  type LineStep,
} from './garden-world.contract.js';

/**
 * Random lives of lines, for worlds that each look at one side of things. A few lives of each world are written down, so
 * that what it is about happens whatever the others bring; the others are random.
 */
export interface KindOfWorld {
  readonly histories: fc.Arbitrary<History>;
  /** How often what must have happened, as the laws count it. */
  readonly atLeast: Readonly<Record<string, number>>;
}

const gaps = fc.integer({ min: 1, max: 8 });
const gapped = (...steps: readonly LineStep[]): fc.Arbitrary<LineHistory> =>
  fc.tuple(gaps, fc.constantFrom(...steps)).map((step) => [step]);
const anything = gapped(...LINE_STEPS);
const usual = gapped('falls ill', 'reconnects', 'tells what is applied', 'NAS answers', 'is residential');
/** What is worth being held for. */
const whileHeld = (steps: fc.Arbitrary<LineHistory>): fc.Arbitrary<LineHistory> =>
  fc.oneof({ weight: 2, arbitrary: steps }, { weight: 1, arbitrary: anything })
    .map((then) => [[1, 'waits to be held'], ...then]); // prettier-ignore
const words = gapped(
  'says it is cleaned', 'says it is cleaned', 'says it is not them', 'needs it for safety', 'was somebody else before',
  'tells what is applied',
); // prettier-ignore
const troubles = gapped(
  'NAS is busy', 'NAS refuses', 'NAS is deaf', 'NAS is mute', 'hangs up', 'reconnects', 'loses its address unheard', 'telephones',
  'becomes a telephone', 'tells what is applied', 'gives its name away', 'moves out',
); // prettier-ignore
/** Most fall ill, and most of them read their letter: else nobody would ever be confined. */
const beginnings = fc.constantFrom<LineHistory>(
  [[1, 'falls ill'], [7, 'reads the letter'], [14, 'tells what is applied']],
  [[0, 'falls ill'], [5, 'reads the letter'], [20, 'tells what is applied']],
  [[6, 'falls ill'], [9, 'reads the letter'], [20, 'reconnects']],
  [[2, 'falls ill'], [12, 'says it is cleaned']],
); // prettier-ignore

/** A NAS in a mood is mended within a day: for longer nothing new happens, but that it is asked every quarter of an hour. */
function mended(life: LineHistory): LineHistory {
  return life.flatMap(([gap, step]): LineHistory =>
    /^NAS (is|refuses)/.test(step) ? [[gap, step], [1 + (gap % 4), 'NAS answers']] : [[gap, step]]); // prettier-ignore
}

function lively(about: fc.Arbitrary<LineHistory>): fc.Arbitrary<LineHistory> {
  const parts = fc.oneof(
    { weight: 3, arbitrary: whileHeld(about) },
    { weight: 3, arbitrary: usual },
    { weight: 2, arbitrary: anything },
  );
  return fc
    .tuple(beginnings, fc.array(parts, { minLength: 16, maxLength: 18 }))
    .map(([first, then]) => mended([...first, ...then.flat()]));
}

/** Ill since the second day, held a week later, and then this. */
const held = (...then: LineHistory): LineHistory => [
  [0, 'falls ill'], [5, 'reads the letter'], [1, 'waits to be held'], ...then,
]; // prettier-ignore

function world(
  known: readonly LineHistory[],
  lives: fc.Arbitrary<LineHistory>,
  others: number,
  lastDay: number,
  house: fc.Arbitrary<History['house']> = fc.constant([]),
): fc.Arbitrary<History> {
  return fc
    .tuple(fc.array(lives, { minLength: others, maxLength: others }), house)
    .map(([random, steps]) => ({ lines: [...known, ...random], house: steps, lastDay }));
}

export const PEOPLE_WHO_ASK: KindOfWorld = {
  histories: world(
    [
      held([1, 'says it is cleaned']),
      held([1, 'says it is not them']),
      held([1, 'needs it for safety']),
      held([1, 'is protected']),
      // Held for one evening's sightings alone, and they turn out to be somebody else's.
      [[0, 'falls ill'], [4, 'is cleaned'], [1, 'reads the letter'], [19, 'reconnects'], [2, 'falls ill'], [2, 'reconnects'],
        [1, 'waits to be held'], [1, 'was somebody else before']],
    ],
    lively(words),
    7,
    36,
  ),
  atLeast: {
    starts: 5,
    'ended subscriber cleaned released': 1,
    'ended policy unanswered released': 1,
    'ended subscriber safety released': 1,
    'ended policy not-confinable released': 1,
    'ended policy withdrawn released': 1,
  },
}; // prettier-ignore

export const NETWORKS_IN_MOODS: KindOfWorld = {
  histories: world(
    [
      held([1, 'NAS is mute'], [1, 'says it is cleaned'], [4, 'NAS answers']),
      held([1, 'NAS is deaf'], [1, 'says it is cleaned'], [4, 'NAS answers']),
      held([1, 'reconnects'], [2, 'loses its address unheard'], [2, 'reconnects']),
      held([1, 'becomes a telephone'], [2, 'reconnects'], [1, 'gives its name away']),
      [[0, 'falls ill'], [5, 'reads the letter'], [8, 'NAS refuses'], [24, 'NAS answers']],
    ],
    lively(troubles),
    6,
    26,
  ),
  atLeast: { starts: 5, 'order release': 4, 'ended policy refused failed': 1, 'ended subscriber cleaned released': 2 },
}; // prettier-ignore

/** Whatever was stopped goes on a day or two later. */
const houseSteps = fc
  .array(
    fc.tuple(
      fc.integer({ min: 16, max: 27 }),
      fc.constantFrom<HouseStep>('nobody works', 'stop new', 'release all', 'go on'),
    ),
    { minLength: 2, maxLength: 4 },
  )
  .map((all) =>
    all.flatMap(([day, step]): (readonly [number, HouseStep])[] => [
      [day, step],
      [day + 1 + (day % 2), step === 'nobody works' ? 'everybody works' : 'go on'],
    ]),
  );

export const A_HOUSE_THAT_STOPS: KindOfWorld = {
  histories: world(
    [held(), held([8, 'tells what is applied']), held([2, 'reconnects']), held([3, 'hangs up'])],
    lively(words),
    7,
    28,
    houseSteps.map((random) => [
      // Held since Monday the 9th: nobody works for two days, and then everybody is let out.
      [10, 'nobody works'], [12, 'everybody works'], [12, 'release all'], [13, 'go on'], ...random,
    ]),
  ),
  atLeast: {
    starts: 4,
    'looks while somebody is held and nobody works': 1,
    'ended switch release-all released': 1,
  },
}; // prettier-ignore

/** Told late in the week and ill for weeks, so that there is time for a second stay before the desk is asked. */
const stubborn = fc
  .array(gapped('tells what is applied', 'reconnects'), { minLength: 8, maxLength: 12 })
  .map((then): LineHistory => [[12, 'falls ill'], [4, 'reads the letter'], ...then.flat()]);

export const LINES_THAT_STAY_ILL: KindOfWorld = {
  histories: world([[[12, 'falls ill'], [4, 'reads the letter']]], stubborn, 4, 26),
  atLeast: {
    starts: 6,
    'ended policy time-is-up released': 2,
    'lines held more than seven days': 2,
    'lines held for ten days': 1,
  },
}; // prettier-ignore
