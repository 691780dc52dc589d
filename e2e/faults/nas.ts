import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  decodePacket,
  encodeReply,
  find,
  integer,
  readInteger,
  readText,
  verifyRequest,
  type Packet,
} from '@lazaret/radius';

const SECRET = new Secret('a secret of many letters');
const OPEN = 'residential';
const NO_SUCH_SESSION = 503;

interface Session {
  readonly user: string;
  filter: string;
  /** By its own clock; null: for ever. */
  endsAt: number | null;
}

/**
 * A BNG in this process: it takes orders over UDP, holds sessions back, and ends them by itself when their time is over,
 * by a clock that only the test moves.
 */
export class GardenNas {
  /** What it does with the next requests: answer, do it and say nothing, or not even hear. */
  mood: 'answers' | 'mute' | 'deaf' = 'answers';
  /** Its own time, in seconds. */
  clock = 0;
  /** `confine anna-198.18.0.1` or `release …`, in the order they came; a repeated datagram counts once. */
  readonly orders: string[] = [];
  /** What it said yes to. */
  readonly taken: { session: string; user: string; filter: string; seconds: number }[] = [];
  private readonly sessions = new Map<string, Session>();
  private readonly heard = new Set<string>();
  private readonly socket: Socket = createSocket('udp4');

  constructor() {
    this.socket.on('message', (bytes, { port }) => {
      if (this.mood === 'deaf' || !verifyRequest(bytes, SECRET)) return;
      const request = decodePacket(bytes);
      const answer = this.obey(request, bytes.toString('latin1'));
      if (this.mood === 'answers') this.socket.send(encodeReply(request, answer, SECRET), port, '127.0.0.1');
    });
  }

  async start(): Promise<this> {
    this.socket.bind(0, '127.0.0.1');
    await once(this.socket, 'listening');
    return this;
  }

  stop(): void {
    this.socket.close();
  }

  /** The content of `LAZARET_GARDEN`. */
  file(facts: object = {}): string {
    return JSON.stringify({ nas: { 'bng-north': this.entry(facts) } });
  }

  /** What that file says of it. */
  entry(facts: object = {}): object {
    const { port } = this.socket.address();
    return {
      names: ['198.18.255.1'], address: '127.0.0.1', port, secret: SECRET.reveal(), driver: 'filter-id', open: OPEN,
      expiry: 'session-timeout', sessionTimeout: 864_000, readback: true, ...facts,
    }; // prettier-ignore
  }

  /** Somebody dials in. */
  begin(session: string, user: string): void {
    this.sessions.set(session, { user, filter: OPEN, endsAt: null });
  }

  end(session: string): void {
    this.sessions.delete(session);
  }

  /** Sessions that go on by its clock and are held back, now or at another time of it if nobody says anything until then. */
  held(at = this.clock): string[] {
    return [...this.sessions.keys()]
      .filter((name) => (this.session(name, at)?.filter ?? OPEN) !== OPEN)
      .sort();
  }

  /** What goes on by its clock. */
  private session(name: string, at = this.clock): Session | undefined {
    const found = this.sessions.get(name);
    return found !== undefined && (found.endsAt === null || found.endsAt > at) ? found : undefined;
  }

  private obey(
    request: Packet,
    datagram: string,
  ): { code: number; attributes: ReturnType<typeof integer>[] } {
    const name = readText(find(request, ATTRIBUTE.acctSessionId)) ?? '';
    const filter = readText(find(request, ATTRIBUTE.filterId)) ?? '';
    const seconds = readInteger(find(request, ATTRIBUTE.sessionTimeout));
    if (!this.heard.has(datagram)) this.orders.push(`${filter === OPEN ? 'release' : 'confine'} ${name}`);
    this.heard.add(datagram);
    const session = this.session(name);
    const user = readText(find(request, ATTRIBUTE.userName));
    if (session === undefined || (user !== undefined && user !== session.user))
      return { code: CODE.coaNak, attributes: [integer(ATTRIBUTE.errorCause, NO_SUCH_SESSION)] };
    session.filter = filter;
    session.endsAt = seconds === undefined ? null : this.clock + seconds;
    this.taken.push({ session: name, user: session.user, filter, seconds: seconds ?? 0 });
    return { code: CODE.coaAck, attributes: [] };
  }
}
