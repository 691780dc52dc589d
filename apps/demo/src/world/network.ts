import { DAY } from '../calendar.js';
import { Chance } from '../chance.js';
import type { HandOver } from '../people/choose-people.js';
import { isHeld, PORT_BLOCK, PROFILES, type DemoLine } from '../provider.js';
import { AddressStock } from './address-stock.js';
import { enter, type Happening, type WorldAgenda } from './happening.js';
import { INTERIM, Records } from './records.js';
import { firstStart, isLost, pauseAfter, sessionEnd } from './session-times.js';
import type { Note, Session } from './session.js';

/** A session that the BNG ended by itself is back at once. */
const RESTART = 20_000;

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

/** The sessions of all lines: who is connected where, by which address, and what is applied to them. */
export class Network {
  readonly #lines: ReadonlyMap<number, DemoLine>;
  readonly #records: Records;
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
    watched: ReadonlySet<number>,
    private readonly ears: NetworkEars,
  ) {
    this.#lines = new Map(lines.map((line) => [line.number, line]));
    this.#records = new Records(agenda, watched, (note) => ears.told(note));
    this.#stock = AddressStock.full(seed);
  }

  /** Everybody is connected since some day or other, and the servers know of it. */
  begin(at: number): void {
    for (const line of this.#lines.values()) {
      const session = this.#open(line, firstStart(this.seed, line));
      this.#records.catchUp(session, line, at);
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
      this.#records.resume(session);
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
        this.#records.due(this.#sessions.get(kind.id), line, at);
        return true;
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
    this.#records.echo(session, at);
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
    this.#records.start(session, line, this.#cutOff.delete(line.number));
    if (session.lost && own !== null) this.#losses.push({ address: own, from: at });
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
    this.#records.start(session, line, false, at);
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
    this.#records.stop(session, line, at);
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
    this.#records.stop(old, to, at - 600_000);
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
    this.#records.interim(from, line, at, true);
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
