import { createSocket, type Socket } from 'node:dgram';

import { Refused, type Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  decodePacket,
  encodeReply,
  find,
  findVendor,
  integer,
  readInteger,
  readText,
  VENDOR,
  verifyRequest,
  type Packet,
} from '@lazaret/radius';

import type { Bng } from '../provider.js';
import type { CoaOrder } from '../world/network.js';

/** Error-Cause (RFC 5176 §3.5). */
const CAUSE = { missingAttribute: 402, sessionNotFound: 503 } as const;
const REMEMBERED = 512;

/** A BNG's door for CoA-Requests (RFC 5176): verifies, asks the world, answers ACK or NAK with its cause. */
export class CoaServer {
  readonly #socket: Socket = createSocket('udp4');
  /** A request that comes again gets the answer it had, and nothing is done twice (RFC 5080 §2.2.2). */
  readonly #answers = new Map<string, Uint8Array>();
  /** Packets of nobody who knows the secret: they are not answered. */
  refused = 0;

  constructor(
    private readonly bng: Bng,
    private readonly secret: Secret,
    /** False: there is no such session. */
    private readonly order: (order: CoaOrder) => boolean,
  ) {}

  /** @param wanted a port, or 0 for a free one; a free one is taken when it is in use. @returns the port */
  async start(wanted: number): Promise<number> {
    const bind = (port: number): Promise<void> =>
      new Promise((ready, failed) => {
        this.#socket.once('error', failed);
        this.#socket.bind(port, '127.0.0.1', () => {
          this.#socket.off('error', failed);
          ready();
        });
      });
    await bind(wanted).catch(() => bind(0));
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (bytes, { port, address }) => {
      const reply = this.#answer(bytes);
      if (reply) this.#socket.send(reply, port, address);
    });
    return this.#socket.address().port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#socket.close(() => done()));
  }

  #answer(bytes: Uint8Array): Uint8Array | null {
    const packet = this.#read(bytes);
    if (packet === null) {
      this.refused += 1;
      return null;
    }
    const key = Buffer.from(packet.authenticator).toString('base64');
    const given = this.#answers.get(key);
    if (given) return given;
    const cause = this.#do(packet);
    const reply =
      cause === null
        ? encodeReply(packet, { code: CODE.coaAck, attributes: [] }, this.secret)
        : encodeReply(
            packet,
            { code: CODE.coaNak, attributes: [integer(ATTRIBUTE.errorCause, cause)] },
            this.secret,
          );
    this.#answers.set(key, reply);
    if (this.#answers.size > REMEMBERED) this.#answers.delete(this.#answers.keys().next().value ?? '');
    return reply;
  }

  /** @returns the Error-Cause; null: it is done */
  #do(packet: Packet): number | null {
    const sessionId = readText(find(packet, ATTRIBUTE.acctSessionId));
    if (sessionId === undefined) return CAUSE.missingAttribute;
    const { id, addressList } = VENDOR.mikrotik;
    const profile =
      this.bng.profileAttribute === 'filter-id'
        ? find(packet, ATTRIBUTE.filterId)
        : findVendor(packet, id, addressList)[0];
    const known = this.order({
      bng: this.bng.name,
      sessionId,
      filter: readText(profile) ?? null,
      seconds: readInteger(find(packet, ATTRIBUTE.sessionTimeout)) ?? null,
    });
    return known ? null : CAUSE.sessionNotFound;
  }

  #read(bytes: Uint8Array): Packet | null {
    try {
      const packet = decodePacket(bytes);
      return packet.code === CODE.coaRequest && verifyRequest(bytes, this.secret) ? packet : null;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }
}
