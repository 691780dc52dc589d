import type { Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  encodeReply,
  find,
  readInteger,
  readTime,
  type Attribute,
  type Packet,
} from '@lazaret/radius';

import { keyOf, RadiusDoor } from './radius-door.js';
import { writeDetail } from './write-detail.js';

/** Packets that came twice are answered twice and written once; so many are remembered. */
const REMEMBERED = 4_096;

/** A small RADIUS accounting server: verifies, writes down as FreeRADIUS's `detail` module does, answers. */
export class AccountingServer {
  readonly #door: RadiusDoor;
  readonly #seen = new Set<string>();
  #records: { readonly at: number; readonly text: string }[] = [];

  constructor(private readonly secret: Secret) {
    this.#door = new RadiusDoor(CODE.accountingRequest, secret, (packet) => this.#answer(packet));
  }

  /** @returns the port it listens on, on this machine only */
  async start(): Promise<number> {
    return this.#door.start();
  }

  async stop(): Promise<void> {
    await this.#door.stop();
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

  #answer(packet: Packet): Uint8Array {
    const key = keyOf(packet);
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value ?? '');
      this.write(packet.attributes);
    }
    return encodeReply(packet, { code: CODE.accountingResponse, attributes: [] }, this.secret);
  }
}

/** When it happened, and when the server had it: the delay the BNG names later. The machine's own clock means nothing here. */
function timesOf(packet: Pick<Packet, 'attributes'>): { at: number; received: number } {
  const at = readTime(find(packet as Packet, ATTRIBUTE.eventTimestamp))?.getTime() ?? 0;
  const delay = readInteger(find(packet as Packet, ATTRIBUTE.acctDelayTime)) ?? 0;
  return { at, received: at + delay * 1_000 };
}
