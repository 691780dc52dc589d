import { createSocket, type Socket } from 'node:dgram';

import { Refused, type Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  decodePacket,
  encodeReply,
  find,
  readInteger,
  readTime,
  verifyRequest,
  type Attribute,
  type Packet,
} from '@lazaret/radius';

import { writeDetail } from './write-detail.js';

/** Packets that came twice are answered twice and written once; so many are remembered. */
const REMEMBERED = 4_096;
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** A small RADIUS accounting server: verifies, writes down as FreeRADIUS's `detail` module does, answers. */
export class AccountingServer {
  readonly #socket: Socket = createSocket('udp4');
  readonly #seen = new Set<string>();
  #records: { readonly at: number; readonly text: string }[] = [];
  /** Packets that were no Accounting-Request of anybody who knows the secret. */
  refused = 0;

  constructor(private readonly secret: Secret) {}

  /** @returns the port it listens on, on this machine only */
  async start(): Promise<number> {
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (bytes, { port, address }) => {
      const reply = this.#answer(bytes);
      if (reply) this.#socket.send(reply, port, address);
    });
    await new Promise<void>((ready) => this.#socket.bind(0, '127.0.0.1', ready));
    this.#socket.setRecvBufferSize(RECEIVE_BUFFER);
    return this.#socket.address().port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#socket.close(() => done()));
  }

  /** What was written since the last time, in the order of the records, to be put into a file. */
  take(): string {
    const records = this.#records.sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1));
    this.#records = [];
    return records.map(({ text }) => text).join('');
  }

  /** The same for records that never were on a wire. */
  write(attributes: readonly Attribute[]): void {
    const { at, received } = timesOf({ attributes });
    this.#records.push({ at, text: writeDetail(attributes, received) });
  }

  #answer(bytes: Uint8Array): Uint8Array | null {
    const packet = this.#read(bytes);
    if (packet === null) {
      this.refused += 1;
      return null;
    }
    const key = Buffer.from(packet.authenticator).toString('base64');
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value ?? '');
      this.write(packet.attributes);
    }
    return encodeReply(packet, { code: CODE.accountingResponse, attributes: [] }, this.secret);
  }

  #read(bytes: Uint8Array): Packet | null {
    try {
      const packet = decodePacket(bytes);
      return packet.code === CODE.accountingRequest && verifyRequest(bytes, this.secret) ? packet : null;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }
}

/** When it happened, and when the server had it: the delay the BNG names later. The machine's own clock means nothing here. */
function timesOf(packet: Pick<Packet, 'attributes'>): { at: number; received: number } {
  const at = readTime(find(packet as Packet, ATTRIBUTE.eventTimestamp))?.getTime() ?? 0;
  const delay = readInteger(find(packet as Packet, ATTRIBUTE.acctDelayTime)) ?? 0;
  return { at, received: at + delay * 1_000 };
}
