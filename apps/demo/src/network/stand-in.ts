import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { Secret } from '@lazaret/kernel';

import { BNGS, PROFILES, type Bng } from '../provider.js';
import type { Note } from '../world/session.js';
import type { World } from '../world/world.js';
import { AccountingClient } from './accounting-client.js';
import { AccountingServer } from './accounting-server.js';
import { attributesOf } from './attributes.js';
import { CoaServer } from './coa-server.js';

/** Which records go over the wire: all of them, or only those of lines in trouble (docs/decisions/0007). */
export type Wire = 'all' | 'watched';

const kept = z.record(z.string(), z.object({ port: z.number(), secret: z.string() }));
const YEAR = 31_536_000;

/** The provider's BNGs and its accounting server, speaking RADIUS over UDP on this machine. */
export class NetworkStandIn {
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #clients = new Map<string, AccountingClient>();
  readonly #server: AccountingServer;
  /** Orders that were followed, all in all. */
  orders = 0;
  onOrder: () => void = () => undefined;

  private constructor(
    private readonly world: World,
    private readonly wire: Wire,
    private readonly secret: Secret,
    /** The NAS file for `LAZARET_GARDEN`. */
    readonly nasFile: string,
  ) {
    this.#server = new AccountingServer(secret);
  }

  /** Keeps ports and secrets in the folder, so that they are the same after the next start. */
  static async start(world: World, folder: string, wire: Wire): Promise<NetworkStandIn> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'bngs.json');
    const known = await readKept(path);
    const network = new NetworkStandIn(world, wire, newSecret(), join(folder, 'nas.json'));
    const port = await network.#server.start();
    network.#closing.push(() => network.#server.stop());
    const bngs: Record<string, { port: number; secret: string }> = {};
    for (const bng of BNGS) bngs[bng.name] = await network.#open(bng, port, known[bng.name]);
    await writeFile(path, JSON.stringify(bngs), { mode: 0o600 });
    await writeFile(network.nasFile, JSON.stringify({ nas: nasEntries(bngs) }, null, 2), { mode: 0o600 });
    return network;
  }

  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  /** Brings records to the accounting server. @returns what it wrote down, as a `detail` file */
  async account(notes: readonly Note[]): Promise<string> {
    const watched = new Set(this.world.people.map(({ line }) => line));
    const overWire = (note: Note): boolean => this.wire === 'all' || watched.has(note.line.number);
    for (const note of notes) if (!overWire(note)) this.#server.write(attributesOf(note));
    await Promise.all(
      [...this.#clients].map(([bng, client]) =>
        client.send(notes.filter((note) => note.line.bng.name === bng && overWire(note)).map(attributesOf)),
      ),
    );
    return this.#server.take();
  }

  async #open(
    bng: Bng,
    server: number,
    known: { port: number; secret: string } | undefined,
  ): Promise<{ port: number; secret: string }> {
    const client = new AccountingClient(this.secret, server);
    await client.start();
    this.#closing.push(() => client.stop());
    this.#clients.set(bng.name, client);
    const secret = known?.secret ?? newSecret().reveal();
    const coa = new CoaServer(bng, new Secret(secret), (order) => {
      const done = this.world.order(order);
      if (done) this.orders += 1;
      this.onOrder();
      return done;
    });
    const port = await coa.start(known?.port ?? 0);
    this.#closing.push(() => coa.stop());
    return { port, secret };
  }
}

async function readKept(path: string): Promise<z.output<typeof kept>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? {} : kept.parse(JSON.parse(text));
}

function newSecret(): Secret {
  return new Secret(randomBytes(16).toString('hex'));
}

function nasEntries(bngs: Readonly<Record<string, { port: number; secret: string }>>): object {
  return Object.fromEntries(
    BNGS.map(({ name, address, profileAttribute }) => [
      name,
      {
        names: [address, name],
        address: '127.0.0.1',
        ...bngs[name],
        driver: profileAttribute === 'filter-id' ? 'filter-id' : 'mikrotik',
        profiles: { leaky: PROFILES.leaky, strict: PROFILES.strict },
        open: PROFILES.open,
        expiry: 'session-timeout',
        sessionTimeout: YEAR,
        readback: true,
      },
    ]),
  );
}
