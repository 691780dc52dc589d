import { describe, expect, it } from 'vitest';

import { DAY, FIRST_MORNING, HOUR, MORNING } from '../calendar.js';
import { BNGS, isHeld, LINES, PROFILES, provider } from '../provider.js';
import { dailyReports } from '../reports/daily-reports.js';
import type { Note } from './session.js';
import { World, type WorldState } from './world.js';

const first = FIRST_MORNING.getTime();

/** A world at an instant, and every record that came until then. */
function playTo(to: number, seed = 7): { world: World; notes: Note[] } {
  const world = World.begin(seed);
  while (world.now < to) world.advance(to);
  return { world, notes: world.takeNotes() };
}

const { world: monday, notes } = playTo(first);

describe('the provider', () => {
  it('has 5,000 lines of every class behind three BNGs', () => {
    const lines = provider(7);
    expect(lines).toHaveLength(LINES);
    expect(new Set(lines.map((line) => line.class)).size).toBe(6);
    expect(new Set(lines.map((line) => line.bng.name)).size).toBe(BNGS.length);
    expect(lines.filter((line) => line.also !== null).length).toBeGreaterThan(200);
  });

  it('has a telephone number of fiction for every line', () => {
    const phones = provider(7).map((line) => line.phone);
    expect(new Set(phones).size).toBe(LINES);
    expect(phones.slice(0, 2)).toEqual(['+44 7700 900000', '+44 20 7946 0000']);
  });

  it('is another one with another seed', () => {
    expect(provider(8)).not.toEqual(provider(7));
  });
});

describe('sessions', () => {
  it('never give one address and port to two lines at once', () => {
    const held = monday.lines.flatMap(({ number }) => {
      const session = monday.session(number);
      return session?.address4 ? [`${session.address4} ${session.ports?.from ?? '*'}`] : [];
    });
    expect(new Set(held).size).toBe(held.length);
    expect(held.length).toBeGreaterThan(4_900);
  });

  it('are told of in order, each from one Start on', () => {
    const times = notes.map(({ at }) => at);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    const starts = notes.filter(({ kind }) => kind === 'start').map(({ session }) => session.id);
    expect(new Set(starts).size).toBe(starts.length);
    const known = new Set(starts);
    expect(notes.filter(({ session }) => !known.has(session.id))).toEqual([]);
  });

  it('of voice and television have the User-Name of their line and another service', () => {
    const voice = notes.filter(({ session }) => session.service === 'voice');
    expect(voice.length).toBeGreaterThan(100);
    expect(voice.every(({ line, session }) => line.also === 'voice' && session.filter === '')).toBe(true);
  });

  it('are cut off at night for those lines alone that reconnect daily', () => {
    const stops = notes.filter(
      ({ kind, at }) => kind === 'stop' && at % DAY < 6 * HOUR && at % DAY > 3 * HOUR,
    );
    const nightly = stops.filter(({ line }) => line.access === 'nightly').length;
    expect(nightly).toBeGreaterThan(300);
    expect(nightly / stops.length).toBeGreaterThan(0.7);
  });
});

describe('a BNG that is told by CoA', () => {
  const held = (world: World) => {
    const line = world.people.find((one) => one.sick && one.behaviour === 'never');
    const session = line && world.session(line.line);
    if (!line || !session) throw new Error('nobody is online');
    return { line: line.line, session, bng: world.line(line.line).bng.name };
  };

  it('applies the profile, tells so, and lets go by itself when nobody renews', () => {
    const { world } = playTo(first);
    const { line, session, bng } = held(world);
    const order = { bng, sessionId: session.id, filter: PROFILES.leaky, seconds: 3_600 };
    expect(world.order(order)).toBe(true);
    world.advance(first + HOUR);
    const echo = world.takeNotes().find((note) => note.session.id === session.id);
    expect(echo).toMatchObject({ at: first + 10_000, urgent: true, session: { filter: PROFILES.leaky } });
    while (world.now < first + HOUR + 60_000) world.advance(first + HOUR + 60_000);
    expect(world.session(line)?.id).not.toBe(session.id);
    expect(world.session(line)?.filter).toBe(PROFILES.open);
    const after = world.takeNotes().filter((note) => note.line.number === line);
    expect(after.map(({ kind }) => kind)).toEqual(['stop', 'start']);
  });

  it('goes on holding when it is told again in time', () => {
    const { world } = playTo(first);
    const { line, session, bng } = held(world);
    const order = { bng, sessionId: session.id, filter: PROFILES.leaky, seconds: 3_600 };
    for (let hour = 0; hour < 5; hour++) {
      expect(world.order(order)).toBe(true);
      const to = first + (hour + 1) * 0.9 * HOUR;
      while (world.now < to) world.advance(to);
    }
    expect(world.session(line)?.id).toBe(session.id);
    expect(isHeld(world.session(line)?.filter ?? '')).toBe(true);
  });

  it('knows no session of another BNG, and none that is over', () => {
    const { session, bng } = held(monday);
    const other = BNGS.find(({ name }) => name !== bng)?.name ?? '';
    const order = { sessionId: session.id, filter: PROFILES.leaky, seconds: 60 };
    expect(monday.order({ ...order, bng: other })).toBe(false);
    expect(monday.order({ ...order, bng, sessionId: 'NL-00001-999' })).toBe(false);
  });
});

const inOrder = (of: readonly Note[]): string[] =>
  of.map(({ line, ...note }) => JSON.stringify([note.at, line.ref, note])).sort();

describe('the world', () => {
  it('is the same when it was kept and taken up again in between', () => {
    const through = playTo(first + 5 * DAY);
    const half = playTo(first + 2 * DAY);
    const again = World.resume(JSON.parse(JSON.stringify(half.world.keep())) as WorldState);
    while (again.now < first + 5 * DAY) again.advance(first + 5 * DAY);
    expect(inOrder([...half.notes, ...again.takeNotes()])).toEqual(inOrder(through.notes));
    expect(dailyReports(again, first + 4 * DAY - MORNING)).toEqual(
      dailyReports(through.world, first + 4 * DAY - MORNING),
    );
  });

  it('tells late what changed hands: the records of the heir arrive days after their time', () => {
    const { notes: all } = playTo(first + 5 * DAY);
    const late = all.filter(({ at, arrivesAt }) => arrivesAt > at);
    expect(new Set(late.map(({ line }) => line.number)).size).toBe(1);
    expect(late[0]).toMatchObject({ kind: 'start' });
    const { at, arrivesAt, session } = late[0] as Note;
    expect(arrivesAt - at).toBeGreaterThan(4 * DAY);
    const donor = all.find(
      (note) => note.session.address4 === session.address4 && note.at < at && note.kind !== 'stop',
    );
    expect(donor?.line.number).not.toBe(late[0]?.line.number);
  });
});
