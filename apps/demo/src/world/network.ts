import { DAY, HOUR } from '../calendar.js';
import { Chance } from '../chance.js';
import type { HandOver } from '../people/choose-people.js';
import { isHeld, PORT_BLOCK, PROFILES, type DemoLine } from '../provider.js';
import { AddressStock } from './address-stock.js';
import { enter, type Happening, type WorldAgenda } from './happening.js';
import { firstStart, isLost, pauseAfter, sessionEnd } from './session-times.js';
import { note, type Note, type Session } from './session.js';

/** Acct-Interim-Interval of an ordinary line. */
export const INTERIM = 3 * DAY;
/** Lines that are watched closely are told of more often. */
const CLOSELY = 12 * HOUR;
/** A session that the BNG ended by itself is back at once. */
const RESTART = 20_000;
/** A BNG that was told something tells the accounting server so soon. */
const ECHO = 10_000;

/** What can be kept in a file. */
export interface NetworkState {
  readonly sessions: readonly Session[];
  readonly stock: ReturnType<AddressStock['keep']>;
  readonly counts: readonly number[];
  readonly away: readonly (readonly [line: number, until: number])[];
  readonly losses: readonly Loss[];
}

/** An address of a session of which nothing but the Start was heard. */
export interface Loss {
  readonly address: string;
  readonly from: number;
}

/** What a BNG is asked by CoA. */
export interface CoaOrder {
  readonly bng: string;
  readonly sessionId: string;
  /** The profile to apply; null leaves what is applied. */
  readonly filter: string | null;
  /** After so long the BNG ends the session by itself; null: it does not. */
  readonly seconds: number | null;
}

/** What the rest of the world hears of the network. */
export interface NetworkEars {
  told(note: Note): void;
  /** Another profile is applied to a line's access now. */
  filtered(line: number, filter: string, at: number): void;
}

/** The sessions of all lines, and the records that tell of them. */
export class Network {
  readonly #lines: ReadonlyMap<number, DemoLine>;
  #stock: AddressStock;
  /** By Acct-Session-Id. */
  readonly #sessions = new Map<string, Session>();
  /** The one for Internet access, by line. */
  readonly #online = new Map<number, Session>();
  readonly #counts: number[] = [];
  readonly #away = new Map<number, number>();
  readonly #losses: Loss[] = [];
  /** Lines whose session ended while it was held, and whose next one must be told again. */
  readonly #cutOff = new Set<number>();

  constructor(
    lines: readonly DemoLine[],
    private readonly seed: number,
    private readonly agenda: WorldAgenda,
    private readonly watched: ReadonlySet<number>,
    private readonly ears: NetworkEars,
  ) {
    this.#lines = new Map(lines.map((line) => [line.number, line]));
    this.#stock = AddressStock.full(seed);
  }

  /** Everybody is connected since some day or other, and the servers know of it. */
  begin(at: number): void {
    for (const line of this.#lines.values()) {
      const session = this.#open(line, firstStart(this.seed, line));
      // What the last interim before this day said is said again: the others change nothing.
      const last = session.interimAt - Math.ceil((session.interimAt - at) / INTERIM) * INTERIM;
      if (last > session.from && !session.lost) this.ears.told(note('interim', last, line, session, false));
      this.#nextInterim(session, line, Math.max(last, session.from), at);
      this.#openOther(line, at);
    }
  }

  resume({ sessions, stock, counts, away, losses }: NetworkState): void {
    this.#stock = AddressStock.restore(stock);
    this.#counts.push(...counts);
    this.#losses.push(...losses);
    for (const kept of sessions) {
      const session = { ...kept };
      this.#keep(session);
      enter(this.agenda, session.interimAt, session.line, { type: 'interim', id: session.id });
      if (session.service !== 'internet') continue;
      enter(this.agenda, session.to, session.line, { type: 'cut', id: session.id });
      this.#letGoAt(session);
    }
    for (const [line, until] of away) this.#connectAt(line, until);
  }

  keep(): NetworkState {
    return {
      sessions: [...this.#sessions.values()],
      stock: this.#stock.keep(),
      counts: this.#counts,
      away: [...this.#away],
      losses: this.#losses,
    };
  }

  session(line: number): Readonly<Session> | undefined {
    return this.#online.get(line);
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }

  /** @returns whether it was one of the network's own events */
  handle(line: DemoLine, kind: Happening, at: number): boolean {
    switch (kind.type) {
      case 'let-go':
        return this.#end(line, kind.id, at, RESTART, (session) => session.holdUntil === at);
      case 'cut':
        return this.#end(line, kind.id, at, null, (session) => session.to === at);
      case 'connect':
        if (this.#away.get(line.number) === at) this.#open(line, at);
        return true;
      case 'interim':
        return this.#interim(line, kind.id, at);
      case 'hand-over':
        return this.#handOver(kind.handOver, at);
      case 'tell':
        return this.#told(kind.handOver, at);
      default:
        return false;
    }
  }

  /** What a CoA-Request brings about. False: there is no such session on that BNG. */
  order({ bng, sessionId, filter, seconds }: CoaOrder, at: number): boolean {
    const session = this.#sessions.get(sessionId);
    const line = session && this.#lines.get(session.line);
    if (!session || line?.bng.name !== bng) return false;
    const before = session.filter;
    if (filter !== null) session.filter = filter;
    session.changed ||= session.filter !== before;
    session.holdUntil = seconds === null ? null : at + seconds * 1_000;
    this.#letGoAt(session);
    session.interimAt = at + ECHO;
    enter(this.agenda, session.interimAt, session.line, { type: 'interim', id: session.id });
    if (session.service === 'internet' && session.filter !== before)
      this.ears.filtered(session.line, session.filter, at);
    return true;
  }

  #open(line: DemoLine, at: number, given?: { address4: string; stuckUntil: number }): Session {
    const n = this.#counts[line.number] ?? 0;
    this.#counts[line.number] = n + 1;
    this.#away.delete(line.number);
    const block = line.access === 'cgnat' ? this.#stock.takeBlock() : null;
    const own = line.address4 ?? (block ? block.address : (given?.address4 ?? this.#stock.takeAddress()));
    const session: Session = {
      line: line.number,
      id: `${line.ref}-${n + 1}`,
      service: 'internet',
      from: at,
      to: sessionEnd(this.seed, line, n, at),
      address4: own,
      ports: block ? { from: block.from, to: block.from + PORT_BLOCK.size - 1 } : null,
      prefix6: line.prefix6,
      filter: PROFILES.open,
      holdUntil: null,
      interimAt: at + INTERIM,
      lost: isLost(line, at),
      stuckUntil: given?.stuckUntil ?? null,
      changed: false,
    };
    this.#keep(session);
    enter(this.agenda, session.to, line.number, { type: 'cut', id: session.id });
    this.ears.told(note('start', at, line, session, this.#cutOff.delete(line.number)));
    if (session.lost && own !== null) this.#losses.push({ address: own, from: at });
    this.#nextInterim(session, line, at, at);
    return session;
  }

  /** Voice, television or management: the same User-Name, another service, an address of the inside. */
  #openOther(line: DemoLine, at: number): void {
    if (line.also === null) return;
    const from = at - Chance.of(this.seed, 37, line.number).between(1, 86_400) * 1_000;
    const session: Session = {
      line: line.number,
      id: `${line.ref}-${line.also}`,
      service: line.also,
      from,
      to: Number.MAX_SAFE_INTEGER,
      address4: `10.64.${line.number >> 8}.${line.number & 255}`,
      ports: null,
      prefix6: null,
      filter: '',
      holdUntil: null,
      interimAt: from + INTERIM,
      lost: false,
      stuckUntil: null,
      changed: false,
    };
    this.#keep(session);
    this.ears.told(note('start', from, line, session, false));
    this.#nextInterim(session, line, from, at);
  }

  #keep(session: Session): void {
    this.#sessions.set(session.id, session);
    if (session.service === 'internet') this.#online.set(session.line, session);
  }

  #end(
    line: DemoLine,
    id: string,
    at: number,
    restart: number | null,
    isDue: (session: Session) => boolean,
  ): boolean {
    const session = this.#sessions.get(id);
    if (!session || !isDue(session)) return true;
    this.#tell('stop', at, line, session);
    this.#sessions.delete(id);
    this.#online.delete(line.number);
    this.#giveBack(session, line);
    if (isHeld(session.filter)) {
      this.#cutOff.add(line.number);
      this.ears.filtered(line.number, PROFILES.open, at);
    }
    this.#connectAt(
      line.number,
      at + (restart ?? pauseAfter(this.seed, line, this.#counts[line.number] ?? 0)),
    );
    return true;
  }

  #giveBack({ address4, ports, lost }: Session, line: DemoLine): void {
    if (address4 === null || line.address4 !== null) return;
    if (ports) this.#stock.giveBlock({ address: address4, from: ports.from });
    // Somebody else has it at once, and nobody was told that it was free.
    else this.#stock.giveAddress(address4, lost);
  }

  #interim(line: DemoLine, id: string, at: number): boolean {
    const session = this.#sessions.get(id);
    if (session?.interimAt !== at) return true;
    this.#tell('interim', at, line, session, session.changed);
    session.changed = false;
    this.#nextInterim(session, line, at, at);
    return true;
  }

  #nextInterim(session: Session, line: DemoLine, from: number, after: number): void {
    const every = this.watched.has(line.number) ? CLOSELY : INTERIM;
    session.interimAt = from + Math.max(1, Math.ceil((after + 1 - from) / every)) * every;
    enter(this.agenda, session.interimAt, line.number, { type: 'interim', id: session.id });
  }

  #tell(kind: Note['kind'], at: number, line: DemoLine, session: Session, urgent = false): void {
    if (!session.lost) this.ears.told(note(kind, at, line, session, urgent));
  }

  /** The BNG takes the donor's IPv4 address, which it saves where it can, and gives it to somebody else. */
  #handOver({ donor, heir, toldAt }: HandOver, at: number): boolean {
    const from = this.#online.get(donor);
    const to = this.#lines.get(heir);
    const old = this.#online.get(heir);
    if (!from?.address4 || !to || !old) return true;
    const address4 = from.address4;
    from.address4 = null;
    from.to = Math.max(from.to, toldAt + 10 * DAY);
    enter(this.agenda, from.to, donor, { type: 'cut', id: from.id });
    this.#tell('stop', at - 600_000, to, old);
    this.#sessions.delete(old.id);
    this.#giveBack(old, to);
    const session = this.#open(to, at + 300_000, { address4, stuckUntil: toldAt });
    session.to = Math.max(session.to, toldAt + 10 * DAY);
    enter(this.agenda, session.to, heir, { type: 'cut', id: session.id });
    return true;
  }

  /** The queue of the BNG is free again; the donor has an IPv4 address of its own once more. */
  #told({ donor, heir }: HandOver, at: number): boolean {
    const [from, to] = [this.#online.get(donor), this.#online.get(heir)];
    if (to) to.stuckUntil = null;
    const line = this.#lines.get(donor);
    if (!from || !line || from.address4 !== null) return true;
    from.address4 = this.#stock.takeAddress();
    this.#tell('interim', at, line, from, true);
    return true;
  }

  #connectAt(line: number, at: number): void {
    this.#away.set(line, at);
    enter(this.agenda, at, line, { type: 'connect' });
  }

  #letGoAt({ holdUntil, line, id }: Session): void {
    if (holdUntil !== null) enter(this.agenda, holdUntil, line, { type: 'let-go', id });
  }
}
