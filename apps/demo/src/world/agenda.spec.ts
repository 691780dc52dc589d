import { describe, expect, it } from 'vitest';

import { Chance } from '../chance.js';
import { Agenda, type Event } from './agenda.js';

describe('the agenda', () => {
  it('gives everything back in order: by time, then rank, then line', () => {
    const chance = new Chance(3);
    const events = Array.from({ length: 500 }, (_, n) => ({
      at: chance.between(0, 20),
      rank: chance.between(0, 3),
      line: n,
      kind: n,
    }));
    const agenda = new Agenda<number>();
    for (const event of chance.shuffle(events)) agenda.add(event);
    const taken: Event<number>[] = [];
    for (let one = agenda.take(100); one; one = agenda.take(100)) taken.push(one);
    expect(taken).toEqual([...events].sort((a, b) => a.at - b.at || a.rank - b.rank || a.line - b.line));
  });

  it('keeps what is later', () => {
    const agenda = new Agenda<string>();
    agenda.add({ at: 5, rank: 0, line: 1, kind: 'later' });
    expect(agenda.take(4)).toBeUndefined();
    expect(agenda.next).toBe(5);
    expect(agenda.take(5)?.kind).toBe('later');
    expect(agenda.next).toBe(Infinity);
  });
});
