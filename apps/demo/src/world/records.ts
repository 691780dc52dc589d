import { DAY, HOUR } from '../calendar.js';
import type { DemoLine } from '../provider.js';
import { enter, type WorldAgenda } from './happening.js';
import { note, type Note, type Session } from './session.js';

/** Acct-Interim-Interval of an ordinary line. */
export const INTERIM = 3 * DAY;
/** Lines that are watched closely are told of more often. */
const CLOSELY = 12 * HOUR;
/** A BNG that was told something tells the accounting server so soon. */
const ECHO = 10_000;

/** The accounting records that tell of sessions: what each says, and when the next is due. */
export class Records {
  constructor(
    private readonly agenda: WorldAgenda,
    private readonly watched: ReadonlySet<number>,
    private readonly told: (note: Note) => void,
  ) {}

  /** @param after when the world begins, for a session that began before: nothing is due until then */
  start(session: Session, line: DemoLine, urgent: boolean, after = session.from): void {
    this.told(note('start', session.from, line, session, urgent));
    this.#next(session, line, session.from, after);
  }

  /** What the last interim before this day said is said again: the others change nothing. */
  catchUp(session: Session, line: DemoLine, at: number): void {
    const last = session.interimAt - Math.ceil((session.interimAt - at) / INTERIM) * INTERIM;
    if (last > session.from) this.interim(session, line, last, false);
    this.#next(session, line, Math.max(last, session.from), at);
  }

  /** Goes on with a session from a file. */
  resume({ interimAt, line, id }: Session): void {
    enter(this.agenda, interimAt, line, { type: 'interim', id });
  }

  /** The record that is due at this instant, if it still is. */
  due(session: Session | undefined, line: DemoLine, at: number): void {
    if (session?.interimAt !== at) return;
    this.interim(session, line, at, session.changed);
    session.changed = false;
    this.#next(session, line, at, at);
  }

  interim(session: Session, line: DemoLine, at: number, urgent: boolean): void {
    if (!session.lost) this.told(note('interim', at, line, session, urgent));
  }

  stop(session: Session, line: DemoLine, at: number): void {
    if (!session.lost) this.told(note('stop', at, line, session, false));
  }

  /** What was done to a session is said at once. */
  echo(session: Session, at: number): void {
    session.interimAt = at + ECHO;
    this.resume(session);
  }

  #next(session: Session, line: DemoLine, from: number, after: number): void {
    const every = this.watched.has(line.number) ? CLOSELY : INTERIM;
    session.interimAt = from + Math.max(1, Math.ceil((after + 1 - from) / every)) * every;
    this.resume(session);
  }
}
