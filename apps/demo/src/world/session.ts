import type { DemoLine, Service } from '../provider.js';

/** What a line holds while it is connected. Times are milliseconds since 1970, whole seconds. */
export interface Session {
  readonly line: number;
  /** Acct-Session-Id. */
  readonly id: string;
  readonly service: Service;
  readonly from: number;
  /** When the line will be cut off, if nothing comes between. */
  to: number;
  address4: string | null;
  readonly ports: { readonly from: number; readonly to: number } | null;
  readonly prefix6: string | null;
  /** What the BNG applies to it; '' is nothing. */
  filter: string;
  /** When it lets go of the line by itself: the session ends and begins anew. */
  holdUntil: number | null;
  interimAt: number;
  /** Its later records never reach the accounting server: nobody can say how long it held the address. */
  readonly lost: boolean;
  /** Its records wait in the BNG's queue until then. */
  stuckUntil: number | null;
  /** Another profile was applied, and no record has said so yet. */
  changed: boolean;
}

/** One accounting record as the BNG makes it. */
export interface Note {
  readonly kind: 'start' | 'interim' | 'stop';
  readonly at: number;
  /** When it reaches the server; usually at once. */
  readonly arrivesAt: number;
  readonly line: DemoLine;
  /** It should not wait for the next morning. */
  readonly urgent: boolean;
  readonly session: Readonly<
    Pick<Session, 'id' | 'service' | 'from' | 'address4' | 'ports' | 'prefix6' | 'filter'>
  >;
}

/** The record of what a session is at this moment. */
export function note(
  kind: Note['kind'],
  at: number,
  line: DemoLine,
  session: Session,
  urgent: boolean,
): Note {
  const { id, service, from, address4, ports, prefix6, filter } = session;
  return {
    kind,
    at,
    arrivesAt: Math.max(at, session.stuckUntil ?? 0),
    line,
    urgent,
    session: { id, service, from, address4, ports, prefix6, filter },
  };
}
