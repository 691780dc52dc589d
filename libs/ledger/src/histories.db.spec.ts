import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IpPrefix, PortRange } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import type { AccountingRecord, SessionRecord } from './accounting-record.js';
import type { HeldAddress } from './held-addresses.js';
import { SERVICES, type Service } from './name-service.js';
import { ledgerEntities } from './source.entity.js';
import { correlated, makeLedger, type Asked, type Answered } from './testing.js';

const { ledger, imports, repository } = makeLedger();
const T0 = Date.parse('2026-11-12T10:00:00Z');
const minute = (n: number): Date => new Date(T0 + n * 60_000);
const NOW = minute(300);
const SKEW = 1000;

/** What really happened: who held what from when until when, and what was recorded of it. */
interface Life {
  readonly holder: string;
  readonly held: readonly HeldAddress[];
  readonly nas: string;
  readonly start: number;
  /** Minutes after the start at which an interim was written. */
  readonly interims: readonly number[];
  readonly stop: number | null;
  readonly started: boolean;
  /** What its records say in turn of the service and of what the NAS applies. */
  readonly says: readonly { readonly service: Service; readonly profile: string }[];
}

const ports = (from: number, to: number): HeldAddress => ({
  prefix: IpPrefix.parse('198.51.100.7'),
  ports: PortRange.of(from, to),
});
const ADDRESSES: readonly HeldAddress[] = [
  { prefix: IpPrefix.parse('203.0.113.7') },
  { prefix: IpPrefix.parse('203.0.113.8') },
  { prefix: IpPrefix.parse('2001:db8:ff00::/56') },
  ports(1, 512),
  ports(513, 1024),
];
const PLACES: readonly { address: string; port: number | null; held: HeldAddress | undefined }[] = [
  { address: '203.0.113.7', port: null, held: ADDRESSES[0] },
  { address: '203.0.113.8', port: null, held: ADDRESSES[1] },
  { address: '2001:db8:ff00:7::1', port: null, held: ADDRESSES[2] },
  { address: '198.51.100.7', port: 512, held: ADDRESSES[3] },
  { address: '198.51.100.7', port: 513, held: ADDRESSES[4] },
  { address: '198.51.100.7', port: null, held: undefined },
];

const life: fc.Arbitrary<Life> = fc
  .record({
    holder: fc.constantFrom('ann', 'bob', 'cy'),
    held: fc.subarray([...ADDRESSES], { minLength: 1, maxLength: 2 }),
    nas: fc.constantFrom('n1', 'n2'),
    start: fc.integer({ min: 0, max: 200 }),
    lasts: fc.integer({ min: 2, max: 60 }),
    stops: fc.boolean(),
    started: fc.boolean(),
    every: fc.constantFrom(5, 10, 100),
    says: fc.array(
      fc.record({ service: fc.constantFrom(...SERVICES), profile: fc.constantFrom('', 'leaky', 'strict') }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ lasts, stops, every, ...l }) => ({
    ...l,
    interims: Array.from({ length: Math.floor((lasts - 1) / every) }, (_, i) => (i + 1) * every),
    stop: stops ? l.start + lasts : null,
  }));

function recordsOf(
  lives: readonly Life[],
  resets: readonly { nas: string; at: number }[],
): AccountingRecord[] {
  const told = lives.flatMap((l, i): SessionRecord[] => {
    const base = {
      nas: l.nas,
      acctSessionId: `s${i}`,
      held: l.held,
      holder: { kind: 'user-name', value: l.holder } as const,
    };
    const at = (kind: SessionRecord['kind'], n: number): SessionRecord => ({
      ...base, ...(l.says[n % l.says.length] ?? { service: 'unknown', profile: '' }), kind, line: i * 100 + n, at: minute(n), ...(kind === 'start' ? {} : { sessionSeconds: (n - l.start) * 60 }),
    }); // prettier-ignore
    return [
      ...(l.started ? [at('start', l.start)] : []),
      ...l.interims.map((n) => at('interim', l.start + n)),
      ...(l.stop === null ? [] : [at('stop', l.stop)]),
    ];
  });
  return [...told, ...resets.map((r) => ({ kind: 'reset' as const, line: 0, nas: r.nas, at: minute(r.at) }))];
}

const history = fc
  .tuple(
    fc.array(life, { minLength: 1, maxLength: 7 }),
    fc.array(fc.record({ nas: fc.constantFrom('n1', 'n2'), at: fc.integer({ min: 0, max: 240 }) }), {
      maxLength: 2,
    }),
  )
  .map(([lives, resets]) => ({ lives, records: recordsOf(lives, resets) }))
  .filter((h) => h.records.length > 0)
  .chain((h) =>
    fc.record({
      lives: fc.constant(h.lives),
      records: fc.constant(h.records),
      shuffled: fc.shuffledSubarray(h.records, { minLength: h.records.length }),
      batch: fc.integer({ min: 1, max: 8 }),
      seconds: fc.array(fc.integer({ min: -60, max: 250 * 60 }), { minLength: 4, maxLength: 4 }),
    }),
  );

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(ledgerEntities);
  await fresh.database.run((tx) =>
    repository.source(tx, { name: 'bng', kind: 'radius', skewMs: SKEW, interimSeconds: 600 }),
  );
});
afterAll(() => fresh.close());

/** Does the work in a transaction that leaves nothing behind. */
async function inPassing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const undo = new Error('undo');
  let result: { value: T } | undefined;
  await fresh.database
    .run(async (tx) => {
      result = { value: await work(tx) };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (!result) throw undo;
  return result.value;
}

async function takeAll(tx: Tx, records: readonly AccountingRecord[], batch: number): Promise<void> {
  for (let i = 0; i < records.length; i += batch)
    await imports.takeRecords(tx, 'bng', records.slice(i, i + batch), { path: 'f', now: NOW });
}

const leasesIn = (tx: Tx): Promise<object[]> =>
  tx.query(`
    select p.class, l.k::text, h.value, l.held_from, l.held_to::text, l.certain_to, l.uncertain_from, l.ended, s.nas, s.acct_session_id,
           s.service, s.profile, s.profile_at
      from ledger.lease l join ledger.probe p on p.id = l.probe_id join ledger.holder h on h.id = l.holder_id
      join ledger.session s on s.id = l.session_id
     order by 1, 2, 3, 4, 9, 10`);

const askings = (seconds: readonly number[]): Asked[] =>
  seconds.flatMap((s, i) =>
    PLACES.map(({ address, port }, j) => ({
      id: i * 100 + j + 1,
      address,
      port,
      at: new Date(T0 + s * 1000),
    })),
  );

describe('random histories', () => {
  it(
    'leave the same ledger and the same answers in whatever order and batches their records come',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ records, shuffled, batch, seconds }) => {
          const end = async (tx: Tx): Promise<unknown> => {
            const answers = await correlated(tx, ledger, askings(seconds), NOW);
            return { leases: await leasesIn(tx), answers: answers.map(({ leaseId: _, ...a }) => a) };
          };
          const inOrder = await inPassing(async (tx) => {
            await takeAll(tx, records, records.length);
            return end(tx);
          });
          const late = await inPassing(async (tx) => {
            await takeAll(tx, shuffled, batch);
            await takeAll(tx, records, records.length);
            return end(tx);
          });
          expect(late).toEqual(inOrder);
        }),
        { numRuns: 20 },
      );
    },
  );

  it(
    'never name a line that did not hold the key then, nor one of two that did',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ lives, records, batch, seconds }) => {
          const asked = askings(seconds);
          const answers = await inPassing(async (tx) => {
            await takeAll(tx, records, batch);
            return correlated(tx, ledger, asked, NOW);
          });
          answers.forEach((answer, i) => expectTrue(answer, asked[i] as Asked, lives));
        }),
        { numRuns: 20 },
      );
    },
  );

  it(
    'make due every answer that their later records change, and one look-up agrees with the batch',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ shuffled, batch, seconds }) => {
          const asked = askings(seconds);
          await inPassing(async (tx) => {
            const half = Math.ceil(shuffled.length / 2);
            await takeAll(tx, shuffled.slice(0, half), batch);
            const before = await correlated(tx, ledger, asked, NOW);
            await takeAll(tx, shuffled.slice(half), batch);
            const due = new Set(await ledger.overdue(tx, NOW, 1000));
            const after = await correlated(tx, ledger, asked, NOW);
            const stale = after.filter((a, i) => answerOf(a) !== answerOf(before[i]) && !due.has(a.id));
            expect(stale).toEqual([]);
            expect(await ledger.overdue(tx, NOW, 1000)).toEqual([]);
            for (const [i, a] of asked.entries()) {
              const who = await ledger.who(
                tx,
                { address: a.address, at: a.at, ...(a.port ? { port: a.port } : {}) },
                NOW,
              );
              expect(`${who.outcome} ${who.access?.value ?? ''}`).toBe(answerOf(after[i]));
            }
          });
        }),
        { numRuns: 10 },
      );
    },
  );
});

/** Instants around which something may happen: exactly then, and just within and beyond the clock skew of now. */
const instants = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 250 }),
      fc.constantFrom(-2001, -2000, -1, 0, 500, 1999, 2000, 2001, 30_000),
    )
    .map(([n, ms]) => new Date(minute(n).getTime() + ms)),
  { minLength: 4, maxLength: 4 },
);

describe('who holds an address now', () => {
  it(
    'is named only if nobody else can hold it, as the ledger says afterwards',
    { timeout: 120_000 },
    async () => {
      let named = 0;
      await fc.assert(
        fc.asyncProperty(history, instants, async ({ lives, shuffled, batch }, times) => {
          await inPassing(async (tx) => {
            let taken: AccountingRecord[] = [];
            const takeTo = async (to: number): Promise<void> => {
              const told = shuffled.filter((r) => r.at.getTime() <= to && !taken.includes(r));
              await takeAll(tx, [...told, heartbeat(to)], batch);
              taken = [...taken, ...told];
            };
            for (const now of times.sort((a, b) => a.getTime() - b.getTime())) {
              await takeTo(now.getTime());
              const answers = await holdersNow(tx, now);
              for (const [i, holder] of answers.entries())
                if (holder) expectBeyondDoubt(holder, PLACES[i]?.held as HeldAddress, now, lives, taken);
              const before = taken.length;
              await takeTo(now.getTime() + NEAR);
              // A record of the next two seconds may contradict what nobody could know.
              if (taken.length > before) continue;
              for (const [i, { address, port }] of PLACES.entries())
                if (answers[i]) {
                  named++;
                  const who = await ledger.who(
                    tx,
                    { address, at: now, precisionMs: 0, ...(port ? { port } : {}) },
                    NOW,
                  );
                  expect(`${who.outcome} ${who.access?.value}`).toBe(`line ${answers[i]}`);
                }
            }
          });
        }),
        { numRuns: 20 },
      );
      expect(named).toBeGreaterThan(0);
    },
  );
});

const NEAR = 2000;
/** Two interims. */
const SILENCE = 20 * 60_000;

const heartbeat = (at: number): AccountingRecord => ({
  kind: 'interim', line: 0, at: new Date(at), nas: 'n9', acctSessionId: 'heartbeat', sessionSeconds: 0, service: 'internet',
  profile: '', held: [], holder: { kind: 'user-name', value: 'nobody' },
}); // prettier-ignore

async function holdersNow(tx: Tx, now: Date): Promise<(string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  for (const { address, port } of PLACES) {
    const rows = await tx.query<{ access_value: string }>(`select * from ledger.holder_now('', $1, $2, $3)`, [
      address,
      port,
      now,
    ]);
    answers.push(rows[0]?.access_value);
  }
  return answers;
}

/** One life of the holder is going on since before, and no other's that was told of can reach into the two seconds around. */
function expectBeyondDoubt(
  holder: string,
  held: HeldAddress,
  now: Date,
  lives: readonly Life[],
  taken: readonly AccountingRecord[],
): void {
  const at = now.getTime();
  const told = lives.flatMap((l, i) => {
    const records = taken.filter((r) => r.kind !== 'reset' && r.acctSessionId === `s${i}`);
    if (records.length === 0 || !l.held.includes(held)) return [];
    const last = Math.max(...records.map((r) => r.at.getTime()));
    const reset = taken.some((r) => r.kind === 'reset' && r.nas === l.nas && r.at.getTime() >= last);
    const ended = reset || records.some((r) => r.kind === 'stop');
    return [{ holder: l.holder, start: minute(l.start).getTime(), last, ended }];
  });
  const going = told.filter(
    (t) => t.holder === holder && !t.ended && t.start <= at - NEAR && t.last + SILENCE >= at + NEAR,
  );
  expect(going).not.toEqual([]);
  const since = Math.max(...going.map((t) => t.start));
  const others = told.filter((t) => t.holder !== holder);
  expect(others.filter((t) => t.start < at + NEAR && t.last > at - NEAR)).toEqual([]);
  expect(others.filter((t) => !t.ended && t.last >= since && t.last + SILENCE > at + NEAR)).toEqual([]);
}

function answerOf(answer: Answered | undefined): string {
  return `${answer?.outcome} ${answer?.access?.split(':')[1] ?? ''}`;
}

/** A named line is right: one of its lives can have held the key then, and no record shows another's doing so. */
function expectTrue(answer: Answered, asked: Asked, lives: readonly Life[]): void {
  if (answer.outcome !== 'line') return;
  const held = PLACES.find((p) => p.address === asked.address && p.port === asked.port)?.held;
  const from = asked.at.getTime();
  const told = lives.filter(
    (l) => held && l.held.includes(held) && (l.started || l.interims.length > 0 || l.stop !== null),
  );
  const holds = (l: Life): boolean =>
    minute(l.start).getTime() < from + 1000 + SKEW &&
    (l.stop === null || minute(l.stop).getTime() > from - SKEW);
  const shown = (l: Life): boolean => {
    const last = l.stop ?? Math.max(l.start, ...l.interims.map((n) => l.start + n));
    return minute(l.start).getTime() <= from && from < minute(last).getTime();
  };
  expect(told.filter(holds).map((l) => `user-name:${l.holder}`)).toContain(answer.access);
  for (const l of told.filter(shown)) expect(answer.access).toBe(`user-name:${l.holder}`);
}
