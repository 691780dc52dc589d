import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  ATTRIBUTE,
  CODE,
  decodePacket,
  encodeReply,
  find,
  integer,
  readTime,
  time,
  verifyRequest,
} from '@lazaret/radius';
import { freeRadiusMissing, startFreeRadius, type FreeRadiusNas } from '@lazaret/testing';

import { anOrder, enforcerContract, type Mood } from '../enforcer.contract.js';
import { NasList } from '../nas.config.js';
import { CoaMetrics } from './coa.metrics.js';
import { CoaEnforcer } from './coa.radius.js';
import { Relay, SECRET, TestNas } from './test-nas.contract.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const ENTRY = {
  names: ['198.18.255.1'],
  secret: SECRET.reveal(),
  driver: 'filter-id',
  open: 'residential',
  expiry: 'session-timeout',
  sessionTimeout: 86_400,
  readback: true,
  // Long enough for a busy machine; who waits for silence says so.
  timeout: 2,
  tries: 3,
};
type Change = Partial<Record<keyof typeof ENTRY | 'concurrency', unknown>>;

interface Driver {
  readonly enforcer: CoaEnforcer;
  /** Value of one series, like `dropped_total{reason="stale"}`. */
  readonly count: (series: string) => Promise<number>;
}

function drive(nas: { address: string; port: number }, change: Change = {}, patienceMs?: number): Driver {
  const registry = new Registry();
  const list = NasList.read({
    nas: { north: { ...ENTRY, address: nas.address, port: nas.port, ...change } },
  });
  const enforcer = new CoaEnforcer(list, new CoaMetrics(registry), patienceMs);
  return {
    enforcer,
    count: async (series) => {
      const line = (await registry.metrics()).split('\n').find((l) => l.startsWith(`lazaret_coa_${series} `));
      return Number(line?.split(' ')[1] ?? 0);
    },
  };
}

async function serve(change: Change = {}, patienceMs?: number): Promise<Driver & { nas: TestNas }> {
  const nas = await new TestNas().start();
  const driver = drive(nas, change, patienceMs);
  ends.push(
    () => nas.stop(),
    () => driver.enforcer.close(),
  );
  return { ...driver, nas };
}

const ack = (request: Parameters<typeof encodeReply>[0]) =>
  encodeReply(request, { code: CODE.coaAck, attributes: [] }, SECRET);

describe('orders over RADIUS', () => {
  it('are signed, with the Message-Authenticator first, and say when they were given', async () => {
    const { enforcer, nas, count } = await serve();
    const before = Math.floor(Date.now() / 1_000);
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'accepted' });
    const [{ bytes, request } = { bytes: Buffer.alloc(0), request: undefined }] = nas.arrived;
    expect([bytes[0], bytes[20], bytes[21]]).toEqual([43, 80, 18]);
    expect(verifyRequest(bytes, SECRET)).toBe(true);
    const said = readTime(request && find(request, ATTRIBUTE.eventTimestamp))?.getTime() ?? 0;
    expect(said / 1_000).toBeGreaterThanOrEqual(before);
    expect(said / 1_000).toBeLessThanOrEqual(before + 5);
    expect(await count('orders_total{nas="north",kind="confine",outcome="accepted"}')).toBe(1);
    expect(await count('packets_total{nas="north",event="sent"}')).toBe(1);
  });

  it('go out again octet for octet until they are answered', async () => {
    const { enforcer, nas, count } = await serve({ timeout: 0.05, tries: 5 });
    nas.answer = ({ request }, tries) => (tries < 3 ? [] : [ack(request)]);
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'accepted' });
    const [first, ...again] = nas.arrived;
    expect(again.length).toBeGreaterThanOrEqual(2);
    for (const { bytes, from } of again) {
      expect(bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
      expect(from).toBe(first?.from);
    }
    expect(await count('packets_total{nas="north",event="sent-again"}')).toBe(again.length);
  });

  it('that are never answered are unknown after so many tries', async () => {
    const { enforcer, nas } = await serve({ tries: 3, timeout: 0.05 });
    nas.answer = () => [];
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'unknown' });
    expect(nas.arrived).toHaveLength(3);
  });

  it('believe no answer that is signed otherwise, is for another, or is old', async () => {
    const { enforcer, nas, count } = await serve({ tries: 1, timeout: 0.2 });
    const old = time(ATTRIBUTE.eventTimestamp, new Date(Date.now() - 400_000));
    nas.answer = ({ request, bytes }) => {
      const good = Buffer.from(ack(request));
      const forged = Buffer.from(good);
      forged[10] = (forged[10] ?? 0) ^ 1;
      const numbered = Buffer.from(good);
      numbered[1] = ((numbered[1] ?? 0) + 1) & 0xff;
      const stale = encodeReply(request, { code: CODE.coaAck, attributes: [old] }, SECRET);
      return [forged, numbered, stale, bytes, Buffer.alloc(0), Buffer.alloc(3), good.subarray(0, 19)];
    };
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'unknown' });
    expect(await count('dropped_total{reason="stale"}')).toBe(1);
    expect(await count('dropped_total{reason="unverified"}')).toBeGreaterThanOrEqual(2);
    expect(await count('dropped_total{reason="unexpected"}')).toBeGreaterThanOrEqual(2);
  });

  it('take a good answer though a forged one came first', async () => {
    const { enforcer, nas } = await serve();
    nas.answer = ({ request }) => {
      const nak = { code: CODE.coaNak, attributes: [integer(ATTRIBUTE.errorCause, 503)] };
      const forged = Buffer.from(ack(request)).fill(7, 4, 20);
      return [forged, encodeReply(request, nak, SECRET)];
    };
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'no-session' });
  });

  it('take no answer from another port than the one they went to', async () => {
    const { enforcer, nas, count } = await serve({ tries: 1, timeout: 0.2 });
    nas.answer = ({ request, from }) => {
      void nas.sendFromElsewhere(ack(request), from);
      return [];
    };
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'unknown' });
    expect(await count('dropped_total{reason="unexpected"}')).toBe(1);
  });

  it('take the second of two answers for nobody', async () => {
    const { enforcer, nas, count } = await serve();
    nas.answer = ({ request }) => [ack(request), ack(request)];
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'accepted' });
    await expect.poll(() => count('dropped_total{reason="unexpected"}')).toBe(1);
  });

  it('that do not fit into a packet are refused, and nothing leaves', async () => {
    const { enforcer, nas } = await serve();
    const holder = { kind: 'user-name', value: 'a'.repeat(300) } as const;
    expect(await enforcer.send(anOrder({ holder }))).toEqual({ kind: 'refused', cause: null });
    expect(nas.arrived).toEqual([]);
  });

  it('of a mass release repeat no identifier on a port', { timeout: 20_000 }, async () => {
    const { enforcer, nas } = await serve({ concurrency: 64 });
    const orders = Array.from({ length: 2_000 }, (_, n) =>
      enforcer.send(anOrder({ kind: 'release', acctSessionId: `mass-${n}` })),
    );
    const outcomes = await Promise.all(orders);
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    const packets = new Map(nas.arrived.map((a) => [a.bytes.toString('hex'), a]));
    expect(packets.size).toBe(2_000);
    const places = new Set([...packets.values()].map((a) => `${a.from} ${a.request.identifier}`));
    expect(places.size).toBe(2_000);
    expect(new Set(nas.arrived.map((a) => a.from)).size).toBe(8);
  });

  it('that wait too long for their turn are busy, and nothing leaves for them', async () => {
    const { enforcer, nas } = await serve({ concurrency: 1, timeout: 0.3, tries: 1 }, 50);
    nas.answer = () => [];
    const [first, second] = await Promise.all([
      enforcer.send(anOrder({ acctSessionId: 'first' })),
      enforcer.send(anOrder({ acctSessionId: 'second' })),
    ]);
    expect([first, second]).toEqual([{ kind: 'unknown' }, { kind: 'busy', cause: null }]);
    expect(nas.arrived).toHaveLength(1);
  });

  it('on their way when the door closes are unknown', async () => {
    const { enforcer, nas } = await serve({ timeout: 10, tries: 1, concurrency: 1 });
    nas.answer = () => [];
    const sent = enforcer.send(anOrder());
    const waiting = enforcer.send(anOrder({ acctSessionId: 'later' }));
    await expect.poll(() => nas.arrived.length).toBe(1);
    await enforcer.close();
    expect(await sent).toEqual({ kind: 'unknown' });
    expect(await waiting).toEqual({ kind: 'busy', cause: null });
  });

  it('leave from a port until it rested as long as its identifiers', async () => {
    const { enforcer, nas } = await serve();
    await enforcer.send(anOrder());
    expect(await enforcer.closeIdle(performance.now() + 299_000)).toBe(0);
    expect(await enforcer.closeIdle(performance.now() + 301_000)).toBe(1);
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'accepted' });
    expect(nas.arrived).toHaveLength(2);
  });

  it('go over IPv6 too', async () => {
    const nas = await new TestNas('::1').start();
    const { enforcer } = drive(nas);
    ends.push(
      () => nas.stop(),
      () => enforcer.close(),
    );
    expect(await enforcer.send(anOrder())).toEqual({ kind: 'accepted' });
  });
});

const missing = freeRadiusMissing();
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const PREFIX: Record<Mood, string> = {
  willing: '', gone: 'gone-', busy: 'busy-', later: 'later-', prohibited: 'prohibited-', silent: 'silent-',
}; // prettier-ignore

describe.skipIf(missing !== undefined)(`FreeRADIUS as a NAS${skipped}`, () => {
  let nas: FreeRadiusNas;
  beforeAll(async () => {
    nas = await startFreeRadius(SECRET.reveal());
  });
  afterAll(() => nas.stop());
  /** Attribute of the last request it obeyed for the session. */
  const told = async (session: string, name: string): Promise<string | undefined> =>
    (await nas.accepted())
      .findLast((a) => a.attributes.get('Acct-Session-Id')?.[0] === session)
      ?.attributes.get(name)?.[0];

  for (const [driver, attribute] of [['filter-id', 'Filter-Id'], ['mikrotik', 'Mikrotik-Address-List']] as const)
    enforcerContract(`RADIUS, ${driver}`, async () => {
      const { enforcer } = drive(nas, { driver, timeout: 0.3, tries: 2 });
      let made = 0;
      return {
        enforcer,
        nas: '198.18.255.1',
        session: (mood) => `${PREFIX[mood]}${driver}-${(made += 1)}`,
        applied: async (session) => {
          const name = await told(session, attribute);
          return name === 'residential' ? '' : name;
        },
        stop: () => enforcer.close(),
      };
    }); // prettier-ignore

  it('reads every attribute of an order by its name', async () => {
    const { enforcer } = drive(nas, { driver: 'mikrotik' });
    ends.push(() => enforcer.close());
    await enforcer.send(anOrder({ acctSessionId: 'named', holder: { kind: 'cui', value: 'cui-1' } }));
    for (const [name, value] of [
      ['NAS-IP-Address', '198.18.255.1'],
      ['Chargeable-User-Identity', '0x6375692d31'],
      ['Mikrotik-Address-List', 'lazaret-leaky'],
      ['Session-Timeout', '3600'],
    ] as const)
      expect(await told('named', name)).toBe(value);
    expect(await told('named', 'Filter-Id')).toBeUndefined();
    await enforcer.send(anOrder({ acctSessionId: 'named', kind: 'release' }));
    expect(await told('named', 'Session-Timeout')).toBe('86400');
  });

  it('says what it misses', async () => {
    const { enforcer } = drive(nas);
    ends.push(() => enforcer.close());
    expect(await enforcer.send(anOrder({ acctSessionId: 'missing-1' }))).toEqual({
      kind: 'refused',
      cause: 402,
    });
    expect(await enforcer.send(anOrder({ acctSessionId: 'no-cause' }))).toEqual({
      kind: 'refused',
      cause: null,
    });
  });

  it('does not answer to a wrong secret', async () => {
    const { enforcer } = drive(nas, { secret: 'another secret of many letters', timeout: 0.1, tries: 2 });
    ends.push(() => enforcer.close());
    expect(await enforcer.send(anOrder({ acctSessionId: 'stranger' }))).toEqual({ kind: 'unknown' });
    expect(await told('stranger', 'Filter-Id')).toBeUndefined();
  });

  it('gets the same octets again when its answer is lost, and obeys once', async () => {
    const relay = new Relay(nas.port);
    const { enforcer } = drive(
      { address: '127.0.0.1', port: await relay.start() },
      { timeout: 0.1, tries: 5 },
    );
    ends.push(
      () => relay.stop(),
      () => enforcer.close(),
    );
    relay.loseAnswers = 1;
    expect(await enforcer.send(anOrder({ acctSessionId: 'lost' }))).toEqual({ kind: 'accepted' });
    const [first, second] = relay.requests;
    expect(first?.[20]).toBe(ATTRIBUTE.messageAuthenticator);
    expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
    expect(decodePacket(first ?? Buffer.alloc(0)).code).toBe(CODE.coaRequest);
    const obeyed = (await nas.accepted()).filter((a) => a.attributes.get('Acct-Session-Id')?.[0] === 'lost');
    expect(obeyed).toHaveLength(1);
  });
});
