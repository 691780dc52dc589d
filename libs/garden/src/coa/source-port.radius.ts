import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { IpAddress, Refused, type Secret } from '@lazaret/kernel';
import { decodePacket, verifyReply, type Packet } from '@lazaret/radius';

import { isFresh } from './judge-answer.js';

/** Who is asked, and with which secret. */
export interface Peer {
  readonly address: IpAddress;
  readonly port: number;
  readonly secret: Secret;
}

export type Dropped = 'unexpected' | 'unverified' | 'stale';

export interface SourcePortEvents {
  dropped(reason: Dropped): void;
  /** The socket broke; whoever waited for an answer got none. */
  broke(): void;
}

interface Waiting {
  readonly request: Packet;
  readonly secret: Secret;
  readonly settle: (answer: Packet | null) => void;
}

/** One UDP port of ours, to any number of NAS. It takes an answer only from whom it asked, by number, and verified. */
export class SourcePort {
  private readonly waiting = new Map<string, Waiting>();
  /** Of `performance.now()`. */
  private usedAt = performance.now();
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly events: SourcePortEvents,
  ) {
    socket.on('message', (bytes, from) => this.receive(bytes, from));
    socket.on('error', () => {
      this.close();
      events.broke();
    });
  }

  /** @throws the system's error when it has no socket for us */
  static async open(family: 4 | 6, events: SourcePortEvents): Promise<SourcePort> {
    const socket = createSocket(family === 4 ? { type: 'udp4' } : { type: 'udp6', ipv6Only: true });
    try {
      socket.bind(0);
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    return new SourcePort(socket, events);
  }

  /**
   * Sends one request, the same octets at every try, and waits for its answer.
   * @param waits milliseconds after each try
   * @param left told after each try whether it left this machine
   * @returns null when no good answer came
   */
  exchange(
    bytes: Uint8Array,
    peer: Peer,
    waits: readonly number[],
    left: (error: Error | null, again: boolean) => void,
  ): Promise<Packet | null> {
    const request = decodePacket(bytes);
    const key = keyOf(peer.address.toString(), peer.port, request.identifier);
    this.usedAt = performance.now();
    return new Promise((resolve) => {
      let tries = 0;
      let timer: NodeJS.Timeout | undefined;
      const settle = (answer: Packet | null): void => {
        clearTimeout(timer);
        this.waiting.delete(key);
        this.usedAt = performance.now();
        resolve(answer);
      };
      const transmit = (): void => {
        const wait = waits[tries];
        if (wait === undefined) return settle(null);
        const again = tries > 0;
        tries += 1;
        timer = setTimeout(transmit, wait);
        this.socket.send(bytes, peer.port, peer.address.toString(), (error) => left(error, again));
      };
      this.waiting.set(key, { request, secret: peer.secret, settle });
      transmit();
    });
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** For how long nothing has left from here, in milliseconds; 0 while somebody waits for an answer. */
  idleAt(now: number): number {
    return this.waiting.size > 0 ? 0 : now - this.usedAt;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { settle } of [...this.waiting.values()]) settle(null);
    this.socket.close();
  }

  private receive(bytes: Uint8Array, from: { readonly address: string; readonly port: number }): void {
    const address = IpAddress.tryParse(from.address)?.toString() ?? '';
    const waiting = this.waiting.get(keyOf(address, from.port, bytes[1] ?? -1));
    if (waiting === undefined) return this.events.dropped('unexpected');
    if (!verifyReply(bytes, waiting.request, waiting.secret)) return this.events.dropped('unverified');
    const answer = tryDecode(bytes);
    if (answer === undefined) return this.events.dropped('unverified');
    if (!isFresh(answer, new Date())) return this.events.dropped('stale');
    waiting.settle(answer);
  }
}

function keyOf(address: string, port: number, identifier: number): string {
  return `${address} ${port} ${identifier}`;
}

function tryDecode(bytes: Uint8Array): Packet | undefined {
  try {
    return decodePacket(bytes);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
