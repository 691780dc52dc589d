import { GardenNas } from './faults/nas.js';
import { nasEntry, startFreeRadius } from './freeradius.js';

/** An order as the BNG took it. */
export interface Taken {
  readonly session: string;
  readonly user: string;
  readonly filter: string;
  /** Session-Timeout. */
  readonly seconds: number;
}

/** A BNG of the house: it takes orders over UDP and says yes. */
export interface Peer {
  /** The key in the NAS file. */
  readonly name: string;
  /** How the accounting names it. */
  readonly nas: string;
  /** What the NAS file says of it. */
  readonly entry: object;
  /** Its own clock goes on to this instant. */
  tick(instant: string): void;
  /** Somebody dials in. */
  begin(session: string, user: string): void;
  /** In the order they came. */
  taken(): Promise<readonly Taken[]>;
  /** Sessions it holds back at this instant, if it hears nothing until then; null where it keeps no sessions. */
  heldAt(instant: string): readonly string[] | null;
  stop(): Promise<void>;
}

/** What a released session is given again. */
export const YEAR_SECONDS = 31_536_000;

/** A real RADIUS server. It takes orders for whatever session, and forgets them. */
export async function freeRadiusPeer(nas: string): Promise<Peer> {
  const server = await startFreeRadius();
  return {
    name: 'bng-freeradius',
    nas,
    entry: nasEntry(server, [nas], { sessionTimeout: YEAR_SECONDS }),
    tick: () => undefined,
    begin: () => undefined,
    taken: async () =>
      (await server.accepted()).map(({ attributes }) => {
        const only = (name: string): string => attributes.get(name)?.join() ?? '';
        return {
          session: only('Acct-Session-Id'),
          user: only('User-Name'),
          filter: only('Filter-Id'),
          seconds: Number(only('Session-Timeout')),
        };
      }),
    heldAt: () => null,
    stop: () => server.stop(),
  };
}

/** The stand-in of this process: it knows its sessions, and ends them by itself when their time is over. */
export async function standInPeer(nas: string): Promise<Peer> {
  const bng = await new GardenNas().start();
  return {
    name: 'bng-stand-in',
    nas,
    entry: bng.entry({ names: [nas], sessionTimeout: YEAR_SECONDS }),
    tick: (instant) => {
      bng.clock = Date.parse(instant) / 1_000;
    },
    begin: (session, user) => bng.begin(session, user),
    taken: () => Promise.resolve(bng.taken),
    heldAt: (instant) => bng.held(Date.parse(instant) / 1_000),
    stop: () => Promise.resolve(bng.stop()),
  };
}
