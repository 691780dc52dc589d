import { createSocket, type Socket } from 'node:dgram';

import { Unavailable, type Secret } from '@lazaret/kernel';
import { CODE, decodePacket, encodeRequest, verifyReply, type Attribute, type Packet } from '@lazaret/radius';

const IDENTIFIERS = 256;
const RETRY_MS = 500;
const TRIES = 10;
const RECEIVE_BUFFER = 4 * 1024 * 1024;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly packet: Packet;
  tries: number;
  sentAt: number;
}

/** A BNG's side of accounting: many requests under way, each sent again until it is answered (RFC 2866 §2). */
export class AccountingClient {
  readonly #socket: Socket = createSocket('udp4');
  readonly #free = Array.from({ length: IDENTIFIERS }, (_, identifier) => identifier);
  readonly #waiting = new Map<number, Waiting>();
  #queue: (readonly Attribute[])[] = [];
  #over: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly secret: Secret,
    private readonly server: number,
  ) {}

  async start(): Promise<void> {
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (bytes) => this.#answered(bytes));
    await new Promise<void>((ready) => this.#socket.bind(0, '127.0.0.1', ready));
    this.#socket.setRecvBufferSize(RECEIVE_BUFFER);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await new Promise<void>((done) => this.#socket.close(() => done()));
  }

  /** Sends all of them and waits until each is answered. One call at a time. @throws Unavailable */
  async send(records: readonly (readonly Attribute[])[]): Promise<void> {
    if (records.length === 0) return;
    this.#queue = [...records].reverse();
    this.#timer = setInterval(() => this.#again(), RETRY_MS / 5);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#over = { resolve, reject };
        this.#fill();
      });
    } finally {
      clearInterval(this.#timer);
      this.#over = undefined;
    }
  }

  #fill(): void {
    for (let attributes = this.#queue.at(-1); attributes; attributes = this.#queue.at(-1)) {
      const identifier = this.#free.shift();
      if (identifier === undefined) return;
      this.#queue.pop();
      const bytes = encodeRequest({ code: CODE.accountingRequest, identifier, attributes }, this.secret);
      this.#waiting.set(identifier, { bytes, packet: decodePacket(bytes), tries: 0, sentAt: 0 });
      this.#send(identifier);
    }
  }

  #send(identifier: number): void {
    const waiting = this.#waiting.get(identifier);
    if (!waiting) return;
    waiting.tries += 1;
    waiting.sentAt = performance.now();
    this.#socket.send(waiting.bytes, this.server, '127.0.0.1');
  }

  #again(): void {
    for (const [identifier, { sentAt, tries }] of this.#waiting) {
      if (performance.now() - sentAt < RETRY_MS) continue;
      if (tries >= TRIES) return this.#over?.reject(new Unavailable('the accounting server does not answer'));
      this.#send(identifier);
    }
  }

  #answered(bytes: Uint8Array): void {
    const identifier = bytes[1] ?? 0;
    const waiting = this.#waiting.get(identifier);
    if (!waiting || !verifyReply(bytes, waiting.packet, this.secret)) return;
    this.#waiting.delete(identifier);
    this.#free.push(identifier);
    this.#fill();
    if (this.#waiting.size === 0 && this.#queue.length === 0) this.#over?.resolve();
  }
}
