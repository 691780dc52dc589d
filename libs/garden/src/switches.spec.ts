import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { at } from './stay.contract.js';
import { covers, isStopped, NOTHING_STOPPED, releaseAll, resume, stopNew, type Scope } from './switches.js';

const NOON = at('12:00');
const stopped = stopNew(NOTHING_STOPPED, 'anna', NOON);

describe('stopping', () => {
  it('takes one person, whose name stays', () => {
    expect(isStopped(NOTHING_STOPPED)).toBe(false);
    expect(isStopped(stopped)).toBe(true);
    expect(stopNew(stopped, 'ben', at('13:00')).stopNew).toEqual({ by: 'anna', at: NOON });
  });

  it('to let everybody out stops new ones too, each part once', () => {
    const north = releaseAll(NOTHING_STOPPED, { nas: 'north' }, 'anna', NOON);
    expect(north.stopNew).toEqual({ by: 'anna', at: NOON });
    const more = releaseAll(releaseAll(north, { nas: 'north' }, 'ben', NOON), 'all', 'ben', at('13:00'));
    expect(more.releaseAll.map(({ scope, by }) => [scope, by])).toEqual([
      [{ nas: 'north' }, 'anna'],
      ['all', 'ben'],
    ]);
  });

  it.each(['', '  ', 'x'.repeat(101)])('needs a name, and %j is none', (by) => {
    expect(() => stopNew(NOTHING_STOPPED, by, NOON)).toThrow(Refused);
    expect(() => resume(stopped, by, NOON)).toThrow(Refused);
  });

  it('again takes back what somebody wanted meanwhile', () => {
    const asked = resume(stopped, 'ben', at('13:00'));
    expect(stopNew(asked, 'cleo', at('14:00')).resume).toBeNull();
    expect(releaseAll(asked, 'all', 'cleo', at('14:00')).resume).toBeNull();
  });
});

describe('going on', () => {
  const everything = releaseAll(stopped, 'all', 'anna', NOON);
  const asked = resume(everything, 'anna', at('13:00'));

  it('takes a second person', () => {
    expect(asked).toMatchObject({ resume: { by: 'anna' }, stopNew: { by: 'anna' } });
    expect(isStopped(asked)).toBe(true);
    expect(resume(asked, 'ben', at('13:01'))).toEqual(NOTHING_STOPPED);
  });

  it.each(['anna', ' Anna ', 'ANNA'])('is not agreed to by the first one, however written: %j', (by) => {
    expect(() => resume(asked, by, at('13:01'))).toThrow(/second person/);
  });

  it('is asked for anew after a day', () => {
    expect(resume(asked, 'ben', at('13:00', 10))).toEqual(NOTHING_STOPPED);
    const again = resume(asked, 'ben', at('13:00:01', 10));
    expect(again.resume).toEqual({ by: 'ben', at: at('13:00:01', 10) });
    expect(isStopped(again)).toBe(true);
  });

  it('makes no sense when nothing is stopped', () => {
    expect(() => resume(NOTHING_STOPPED, 'anna', NOON)).toThrow(Refused);
  });
});

describe('a part of the network', () => {
  it.each<[Scope, { key: string; region: string | null } | null, boolean]>([
    ['all', null, true],
    ['all', { key: 'north-1', region: 'north' }, true],
    [{ nas: 'north-1' }, { key: 'north-1', region: null }, true],
    [{ nas: 'north-1' }, { key: 'north-2', region: 'north' }, false],
    [{ nas: 'north-1' }, null, false],
    [{ region: 'north' }, { key: 'north-1', region: 'north' }, true],
    [{ region: 'north' }, { key: 'south-1', region: 'south' }, false],
    [{ region: 'north' }, { key: 'south-1', region: null }, false],
    [{ region: 'north' }, null, false],
  ])('%o, and %o is in it: %s', (scope, nas, expected) => {
    expect(covers(scope, nas)).toBe(expected);
  });
});
