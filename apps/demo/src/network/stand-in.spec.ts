import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IpAddress, Secret } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  CODE,
  decodePacket,
  encodeRequest,
  find,
  integer,
  ipv4,
  readInteger,
  text,
  VENDOR,
  vendorText,
  verifyReply,
  type Attribute,
  type Packet,
} from '@lazaret/radius';

import { FIRST_MORNING } from '../calendar.js';
import { BNGS, PROFILES, type Bng } from '../provider.js';
import { World } from '../world/world.js';
import { attributesOf } from './attributes.js';
import { NetworkStandIn } from './stand-in.js';
import { writeDetail } from './write-detail.js';

const first = FIRST_MORNING.getTime();
let folder: string;
let world: World;
let network: NetworkStandIn;
let nas: Record<string, { port: number; secret: string }>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-network-'));
  world = World.begin(7);
  while (world.now < first) world.advance(first);
  world.takeNotes();
  network = await NetworkStandIn.start(world, folder, 'all');
  nas = (JSON.parse(await readFile(network.nasFile, 'utf8')) as { nas: typeof nas }).nas;
});
afterAll(async () => {
  await network.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One request to a BNG, and what it answers; null when it says nothing. */
async function ask(bng: Bng, attributes: readonly Attribute[], secret?: string): Promise<Packet | null> {
  const { port = 0, secret: own = '' } = nas[bng.name] ?? {};
  const key = new Secret(secret ?? own);
  const bytes = encodeRequest({ code: CODE.coaRequest, identifier: 7, attributes }, key);
  const socket = createSocket('udp4');
  try {
    const answer = new Promise<Buffer>((came) => socket.once('message', came));
    // Whatever is wrong with the first request, the second is answered: silence needs no waiting.
    const probe = encodeRequest({ code: CODE.coaRequest, identifier: 8, attributes: [] }, new Secret(own));
    socket.send(bytes, port, '127.0.0.1');
    socket.send(probe, port, '127.0.0.1');
    const got = await answer;
    if (got[1] === 8) return null;
    expect(verifyReply(got, decodePacket(bytes), key)).toBe(true);
    return decodePacket(got);
  } finally {
    socket.close();
  }
}

const sessionOn = (bng: Bng) => {
  const line = world.lines.find((one) => one.bng.name === bng.name && one.also === 'voice');
  const session = line && world.session(line.number);
  if (!line || !session) throw new Error(`nobody is online on ${bng.name}`);
  return { line, session };
};
const profileOn = (bng: Bng, name: string): Attribute =>
  bng.profileAttribute === 'filter-id'
    ? text(ATTRIBUTE.filterId, name)
    : vendorText(VENDOR.mikrotik.id, VENDOR.mikrotik.addressList, name);

describe.each(BNGS)('$name', (bng) => {
  it('does what a CoA-Request says, and its next record says so', async () => {
    const { session } = sessionOn(bng);
    const answer = await ask(bng, [
      text(ATTRIBUTE.acctSessionId, session.id),
      profileOn(bng, PROFILES.leaky),
      integer(ATTRIBUTE.sessionTimeout, 86_400),
    ]);
    expect(answer?.code).toBe(CODE.coaAck);
    expect(session.filter).toBe(PROFILES.leaky);
    expect(session.holdUntil).toBe(world.now + 86_400_000);
    const at = world.now + 10_000;
    while (world.now < at) world.advance(at);
    const detail = await network.account(world.takeNotes());
    const record = detail
      .split('\n\n')
      .find((one) => one.includes(`"${session.id}"`) && one.includes('lazaret'));
    expect(record).toMatch(new RegExp(`\\t(Filter-Id|Mikrotik-Address-List) = "${PROFILES.leaky}"`));
  });

  it('says 503 of a session it does not have, and 402 when none is named', async () => {
    const profile = profileOn(bng, PROFILES.leaky);
    const causeOf = async (attributes: readonly Attribute[]): Promise<unknown> => {
      const answer = await ask(bng, attributes);
      return [answer?.code, answer && readInteger(find(answer, ATTRIBUTE.errorCause))];
    };
    expect(await causeOf([text(ATTRIBUTE.acctSessionId, 'NL-00000-1'), profile])).toEqual([CODE.coaNak, 503]);
    expect(await causeOf([profile])).toEqual([CODE.coaNak, 402]);
  });

  it('is silent to whoever does not know its secret', async () => {
    const { session } = sessionOn(bng);
    const before = session.filter;
    const attributes = [text(ATTRIBUTE.acctSessionId, session.id), profileOn(bng, PROFILES.open)];
    expect(await ask(bng, attributes, 'not the secret of anybody')).toBeNull();
    expect(session.filter).toBe(before);
  });
});

describe('the accounting server', () => {
  it('writes what came by wire as it writes what did not', async () => {
    const other = World.begin(8);
    while (other.now < first - 40 * 3_600_000) other.advance(first - 40 * 3_600_000);
    const notes = other.takeNotes().slice(-700);
    const written = await network.account(notes);
    expect(written.split('\n\n').slice(0, -1).sort()).toEqual(
      notes.map((note) => writeDetail(attributesOf(note), note.arrivesAt).trimEnd()).sort(),
    );
  });

  it('writes numbers for what it has no name for', () => {
    const detail = writeDetail(
      [integer(5, 7), vendorText(9, 1, 'x'), ipv4(ATTRIBUTE.framedIpAddress, IpAddress.parse('198.18.0.1'))],
      first,
    );
    expect(detail).toContain('\tAttr-5 = 0x00000007\n');
    expect(detail).toContain('\tAttr-26.9.1 = 0x78\n');
    expect(detail).toContain('\tFramed-IP-Address = 198.18.0.1\n');
    expect(detail).toMatch(/^Mon Nov 09 10:00:00 2026\n/);
  });
});
