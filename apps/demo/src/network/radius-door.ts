import { createSocket, type Socket } from 'node:dgram';

import { Refused, type Secret } from '@lazaret/kernel';
import { decodePacket, verifyRequest, type Packet } from '@lazaret/radius';

const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** A UDP port for requests of one kind. Whoever does not know the secret, or sends another kind, is not answered. */
export class RadiusDoor {
  readonly #socket: Socket = createSocket('udp4');

  constructor(
    /** Of the requests that are taken. */
    private readonly code: number,
    private readonly secret: Secret,
    private readonly answer: (packet: Packet) => Uint8Array,
  ) {}

  /** @param wanted a port, or 0 for a free one; a free one is taken when it is in use. @returns the port, on this machine only */
  async start(wanted = 0): Promise<number> {
    await this.#bind(wanted).catch(() => this.#bind(0));
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (bytes, { port, address }) => {
      const packet = this.#read(bytes);
      if (packet !== null) this.#socket.send(this.answer(packet), port, address);
    });
    this.#socket.setRecvBufferSize(RECEIVE_BUFFER);
    return this.#socket.address().port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#socket.close(() => done()));
  }

  #bind(port: number): Promise<void> {
    return new Promise((ready, failed) => {
      this.#socket.once('error', failed);
      this.#socket.bind(port, '127.0.0.1', () => {
        this.#socket.off('error', failed);
        ready();
      });
    });
  }

  #read(bytes: Uint8Array): Packet | null {
    try {
      const packet = decodePacket(bytes);
      return packet.code === this.code && verifyRequest(bytes, this.secret) ? packet : null;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }
}

/** What tells a request from every other one; the same request sent again has the same. */
export function keyOf({ authenticator }: Packet): string {
  return Buffer.from(authenticator).toString('base64');
}
