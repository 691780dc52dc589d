import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { Secret } from '@lazaret/kernel';
import { CODE, decodePacket, encodeReply, type Packet } from '@lazaret/radius';

/** One datagram as it came. */
export interface Arrived {
  readonly bytes: Buffer;
  /** The source port it came from. */
  readonly from: number;
  readonly request: Packet;
}

export type Answer = (arrived: Arrived, tries: number) => readonly Uint8Array[];

export const SECRET = new Secret('a secret of many letters');

/** A NAS in this process, which answers with what octets a test wants; left alone it says yes. */
export class TestNas {
  readonly arrived: Arrived[] = [];
  answer: Answer = ({ request }) => [encodeReply(request, { code: CODE.coaAck, attributes: [] }, SECRET)];
  private readonly tries = new Map<string, number>();
  private readonly socket: Socket;

  constructor(readonly address: '127.0.0.1' | '::1' = '127.0.0.1') {
    this.socket = createSocket(address === '::1' ? 'udp6' : 'udp4');
    this.socket.on('message', (bytes, { port }) => {
      const arrived = { bytes, from: port, request: decodePacket(bytes) };
      this.arrived.push(arrived);
      const octetsOfIt = bytes.toString('latin1');
      const tries = (this.tries.get(octetsOfIt) ?? 0) + 1;
      this.tries.set(octetsOfIt, tries);
      for (const octets of this.answer(arrived, tries)) this.socket.send(octets, port, address);
    });
  }

  async start(): Promise<this> {
    this.socket.bind(0, this.address);
    await once(this.socket, 'listening');
    return this;
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Sends to one of the driver's ports from an address of its own. */
  async sendFromElsewhere(octets: Uint8Array, port: number): Promise<void> {
    const other = createSocket('udp4');
    await new Promise<void>((sent) => other.send(octets, port, this.address, () => sent()));
    other.close();
  }

  stop(): void {
    this.socket.close();
  }
}

/** Stands between the driver and a real NAS: keeps what went by, and may lose the first answers. */
export class Relay {
  readonly requests: Buffer[] = [];
  loseAnswers = 0;
  private readonly front = createSocket('udp4');
  private readonly back = createSocket('udp4');
  private client = 0;

  constructor(nasPort: number) {
    this.front.on('message', (bytes, { port }) => {
      this.requests.push(bytes);
      this.client = port;
      this.back.send(bytes, nasPort, '127.0.0.1');
    });
    this.back.on('message', (bytes) => {
      if (this.loseAnswers > 0) this.loseAnswers -= 1;
      else this.front.send(bytes, this.client, '127.0.0.1');
    });
  }

  async start(): Promise<number> {
    this.front.bind(0, '127.0.0.1');
    await once(this.front, 'listening');
    return this.front.address().port;
  }

  stop(): void {
    this.front.close();
    this.back.close();
  }
}
