import type { Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  encodeReply,
  find,
  findVendor,
  integer,
  readInteger,
  readText,
  VENDOR,
  type Packet,
} from '@lazaret/radius';

import type { Bng } from '../provider.js';
import type { CoaOrder } from '../world/network.js';
import { keyOf, RadiusDoor } from './radius-door.js';

/** Error-Cause (RFC 5176 §3.5). */
const CAUSE = { missingAttribute: 402, sessionNotFound: 503 } as const;
const REMEMBERED = 512;

/** A BNG's door for CoA-Requests (RFC 5176): verifies, asks the world, answers ACK or NAK with its cause. */
export class CoaServer {
  readonly #door: RadiusDoor;
  /** A request that comes again gets the answer it had, and nothing is done twice (RFC 5080 §2.2.2). */
  readonly #answers = new Map<string, Uint8Array>();

  constructor(
    private readonly bng: Bng,
    private readonly secret: Secret,
    /** False: there is no such session. */
    private readonly order: (order: CoaOrder) => boolean,
  ) {
    this.#door = new RadiusDoor(CODE.coaRequest, secret, (packet) => this.#answer(packet));
  }

  /** @param wanted a port, or 0 for a free one; a free one is taken when it is in use. @returns the port */
  async start(wanted: number): Promise<number> {
    return this.#door.start(wanted);
  }

  async stop(): Promise<void> {
    await this.#door.stop();
  }

  #answer(packet: Packet): Uint8Array {
    const key = keyOf(packet);
    const given = this.#answers.get(key);
    if (given) return given;
    const cause = this.#do(packet);
    const attributes = cause === null ? [] : [integer(ATTRIBUTE.errorCause, cause)];
    const code = cause === null ? CODE.coaAck : CODE.coaNak;
    const reply = encodeReply(packet, { code, attributes }, this.secret);
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
}
