import { BEGINNING, DAY, HOUR, midnight } from '../calendar.js';
import { Chance } from '../chance.js';
import { behave } from '../people/behave.js';
import { choosePeople, type HandOver } from '../people/choose-people.js';
import type { Button, Experience, Person } from '../people/person.js';
import { isHeld, provider, type DemoLine } from '../provider.js';
import { Agenda } from './agenda.js';
import { beacons } from './beacons.js';
import { enter, type Happening, type WorldAgenda } from './happening.js';
import { Network, type CoaOrder, type NetworkState } from './network.js';
import type { Note, Session } from './session.js';
import { KEPT, sight, type Sighting } from './sighting.js';

/** Somebody opens the portal and presses a button there. */
export interface Visit {
  readonly at: number;
  readonly line: DemoLine;
  readonly button: Button;
  /** The session they come from; undefined: they are not online, and nothing is asked. */
  readonly session: Readonly<Session> | undefined;
}

/** What somebody did with their devices, or what befell them: nobody but the demo knows. */
export interface DiaryEntry {
  readonly at: number;
  readonly line: number;
  readonly what: 'infected' | 'cleaned' | 'infected-again' | 'lost-address' | 'got-address';
}

/** What can be kept in a file. */
export interface WorldState {
  readonly seed: number;
  readonly now: number;
  readonly network: NetworkState;
  readonly people: readonly Person[];
  readonly notes: readonly Note[];
  readonly sightings: readonly Sighting[];
  readonly diary: readonly DiaryEntry[];
}

/**
 * The provider's network and the people behind it, from one instant to the next: sessions and their records, infected
 * devices and what sensors see of them, and what people do. The same for every run in which the same is done to it.
 */
export class World {
  readonly lines: readonly DemoLine[];
  readonly #byNumber: ReadonlyMap<number, DemoLine>;
  readonly #byEmail: ReadonlyMap<string, DemoLine>;
  readonly #handOvers: readonly HandOver[];
  readonly #agenda: WorldAgenda = new Agenda();
  readonly #network: Network;
  readonly #people: Map<number, Person>;
  #now: number;
  /** Records that are on their way to the accounting server. */
  #notes: Note[] = [];
  #sightings: Sighting[] = [];
  #visits: Visit[] = [];
  readonly #diary: DiaryEntry[] = [];
  #news = false;

  private constructor(
    readonly seed: number,
    state: WorldState | null,
  ) {
    this.lines = provider(seed);
    this.#byNumber = new Map(this.lines.map((line) => [line.number, line]));
    this.#byEmail = new Map(this.lines.map((line) => [line.email, line]));
    const { people, handOvers } = choosePeople(this.lines, seed);
    this.#handOvers = handOvers;
    this.#people = new Map((state?.people ?? people).map((one) => [one.line, structuredClone(one)]));
    this.#network = new Network(this.lines, seed, this.#agenda, new Set(this.#people.keys()), {
      told: (note) => {
        this.#notes.push(note);
        this.#news ||= note.urgent;
      },
      filtered: (line, filter, at) => this.feel(line, { kind: isHeld(filter) ? 'confined' : 'free' }, at),
    });
    this.#now = state?.now ?? BEGINNING;
    if (state) this.#resume(state);
    else this.#network.begin(this.#now);
    this.#lookAhead();
  }

  static begin(seed: number): World {
    return new World(seed, null);
  }

  static resume(state: WorldState): World {
    return new World(state.seed, state);
  }

  keep(): WorldState {
    return {
      seed: this.seed,
      now: this.#now,
      network: this.#network.keep(),
      people: [...this.#people.values()],
      notes: this.#notes,
      sightings: this.#sightings,
      diary: this.#diary,
    };
  }

  get now(): number {
    return this.#now;
  }

  get people(): readonly Readonly<Person>[] {
    return [...this.#people.values()];
  }

  line(number: number): DemoLine {
    const line = this.#byNumber.get(number);
    if (!line) throw new RangeError(`there is no line ${number}`);
    return line;
  }

  lineOfMail(address: string): DemoLine | undefined {
    return this.#byEmail.get(address);
  }

  session(line: number): Readonly<Session> | undefined {
    return this.#network.session(line);
  }

  /**
   * Lets the world go on until an instant, or until something happens that cannot wait: somebody opens the portal, or a
   * record comes that changes what is known of a line in the garden. @returns where it stands now
   */
  advance(to: number): number {
    let until = to;
    for (let event = this.#agenda.take(until); event; event = this.#agenda.take(until)) {
      this.#now = Math.max(this.#now, event.at);
      if (event.kind.type === 'midnight') this.#midnight(event.at);
      else this.#happen(this.line(event.line), event.kind, event.at);
      if (this.#news) until = this.#now;
    }
    this.#now = Math.max(this.#now, until);
    this.#news = false;
    return this.#now;
  }

  /** What a CoA-Request brings about. False: there is no such session. */
  order(order: CoaOrder): boolean {
    return this.#network.order(order, this.#now);
  }

  /** The person on a line notices something, now or at an earlier instant. */
  feel(line: number, felt: Experience, at = this.#now): void {
    const person = this.#people.get(line);
    if (!person) return;
    if (felt.kind === 'letter') person.letters += 1;
    else if (person.confined === (felt.kind === 'confined')) return;
    else person.confined = felt.kind === 'confined';
    if (felt.kind === 'free') person.freeAt = at;
    if (felt.kind === 'confined') {
      // The line was only cut off and told again.
      if (person.freeAt !== null && at - person.freeAt < HOUR) return;
      person.stays += 1;
    }
    const chance = Chance.of(this.seed, 47, line, person.letters, person.stays, at / 1_000);
    for (const plan of behave(person, felt, at, chance)) {
      person.plans.push(plan);
      enter(this.#agenda, plan.at, line, { type: 'plan' });
    }
  }

  /**
   * The records that have reached the accounting server by now, in the order of their events.
   * @param watched only those of lines that are, or will be, in trouble
   */
  takeNotes(watched = false): Note[] {
    const taken = (note: Note): boolean =>
      note.arrivesAt <= this.#now && (!watched || this.#people.has(note.line.number));
    const arrived = this.#notes.filter(taken);
    this.#notes = this.#notes.filter((note) => !taken(note));
    return arrived.sort((a, b) => a.at - b.at || (a.session.id < b.session.id ? -1 : 1));
  }

  /** Does the house have to know something now: whose address stands before the portal, what is applied to a line? */
  get hasNews(): boolean {
    return (
      this.#visits.length > 0 || this.#notes.some(({ urgent, arrivesAt }) => urgent && arrivesAt <= this.#now)
    );
  }

  /** Who stands before the portal by now. */
  takeVisits(): Visit[] {
    return this.#visits.splice(0);
  }

  /** What the sensors saw on a day. @param day its midnight */
  seenOn(day: number): readonly Sighting[] {
    return this.#sightings.filter(({ at }) => at >= day && at < day + DAY);
  }

  diaryOf(line: number): readonly DiaryEntry[] {
    return this.#diary.filter((entry) => entry.line === line);
  }

  /** An address held on that day by a line whose records were lost. */
  lostOn(day: number): string | null {
    return this.#network.losses.find(({ from }) => from >= day && from < day + DAY)?.address ?? null;
  }

  #resume(state: WorldState): void {
    this.#network.resume(state.network);
    this.#notes = [...state.notes];
    this.#sightings = [...state.sightings];
    this.#diary.push(...state.diary);
    for (const { line, plans } of this.#people.values())
      for (const { at } of plans) enter(this.#agenda, at, line, { type: 'plan' });
  }

  /** What is certain to happen, whatever is done to the world. */
  #lookAhead(): void {
    enter(this.#agenda, midnight(this.#now) + DAY, 0, { type: 'midnight' });
    this.#scheduleBeacons(midnight(this.#now), this.#now);
    for (const { line, from } of this.#people.values())
      if (from !== null && from >= this.#now) enter(this.#agenda, from, line, { type: 'fall-ill' });
    for (const handOver of this.#handOvers) {
      if (handOver.at > this.#now)
        enter(this.#agenda, handOver.at, handOver.donor, { type: 'hand-over', handOver });
      if (handOver.toldAt > this.#now)
        enter(this.#agenda, handOver.toldAt, handOver.donor, { type: 'tell', handOver });
    }
  }

  #midnight(at: number): void {
    this.#sightings = this.#sightings.filter((one) => one.at > at - KEPT);
    this.#scheduleBeacons(at, at);
    enter(this.#agenda, at + DAY, 0, { type: 'midnight' });
  }

  #scheduleBeacons(day: number, after: number): void {
    for (const { line } of this.#people.values())
      for (const { at, sensor } of beacons(this.seed, line, day))
        if (at > after) enter(this.#agenda, at, line, { type: 'beacon', sensor });
  }

  #happen(line: DemoLine, kind: Happening, at: number): void {
    if (kind.type === 'hand-over') {
      this.#diary.push({ at, line: kind.handOver.donor, what: 'lost-address' });
      this.#diary.push({ at, line: kind.handOver.heir, what: 'got-address' });
    }
    if (this.#network.handle(line, kind, at)) return;
    const person = this.#people.get(line.number);
    if (!person) return;
    if (kind.type === 'fall-ill') this.#sicken(person, at, 'infected');
    if (kind.type === 'beacon' && person.sick) this.#beacon(person, kind.sensor, at);
    if (kind.type === 'plan') this.#act(person, line, at);
  }

  #sicken(person: Person, at: number, what: DiaryEntry['what']): void {
    person.sick = true;
    this.#diary.push({ at, line: person.line, what });
  }

  #beacon({ line, family }: Person, sensor: Sighting['sensor'], at: number): void {
    const seen = sight(this.seed, { at, sensor, line, family }, this.session(line));
    if (seen) this.#sightings.push(seen);
  }

  #act(person: Person, line: DemoLine, at: number): void {
    const due = person.plans.filter((plan) => plan.at === at);
    person.plans = person.plans.filter((plan) => plan.at !== at);
    for (const { act } of due) {
      if (act.kind === 'clean') {
        person.sick = false;
        this.#diary.push({ at, line: person.line, what: 'cleaned' });
      } else if (act.kind === 'catch') this.#sicken(person, at, 'infected-again');
      else {
        this.#visits.push({ at, line, button: act.button, session: this.session(line.number) });
        this.#news = true;
      }
    }
  }
}
