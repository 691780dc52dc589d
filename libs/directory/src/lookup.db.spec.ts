import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { directoryEntities } from './directory.entity.js';
import { makeAccess, makeContact, makeDirectory, makeLine, makeSubscriber, makeTenure } from './testing.js';
import type { Datum } from './words.js';

const NOW = new Date('2026-11-12T10:00:00Z');
const MOVED = new Date('2026-06-01T00:00:00Z');
const WHY = { purpose: 'desk.search', actor: 'ada', now: NOW };
const { directory } = makeDirectory();

let fresh: FreshDatabase;
const run = <T>(work: (tx: Tx) => Promise<T>) => fresh.database.run(work);

beforeAll(async () => {
  fresh = await freshDatabase(directoryEntities);
  await run(async (tx) => {
    const [one, two, three] = [await makeLine(tx, 'L1'), await makeLine(tx, 'L2'), await makeLine(tx, 'L3')];
    const [ann, bob, cat] = [await makeSubscriber(tx, 'Ann'), await makeSubscriber(tx, 'Bob'), await makeSubscriber(tx, 'Cat')];
    await makeTenure(tx, await makeLine(tx, 'L4'), await makeSubscriber(tx, 'C-7'));
    await makeTenure(tx, one, ann, { to: MOVED });
    await makeTenure(tx, one, bob, { from: MOVED });
    await makeTenure(tx, two, ann, { from: MOVED });
    await makeTenure(tx, three, ann, { from: MOVED });
    await makeContact(tx, ann, '+442079460123');
    await makeContact(tx, bob, '01632960001');
    await makeContact(tx, cat, '+442079460999');
    await makeAccess(tx, one, 'u1');
    await makeAccess(tx, two, 'u1', { kind: 'circuit' });
    await makeAccess(tx, three, 'u3', { validTo: MOVED });
  }); // prettier-ignore
});
afterAll(() => fresh.close());

async function found(datum: Datum, value: string, at = NOW): Promise<string[]> {
  const lines = await run((tx) => directory.linesOf(tx, { datum, value, at, ...WHY }));
  return lines.map((line) => line.ref);
}

describe('from somebody to the lines', () => {
  it.each<[Datum, string, string[]]>([
    ['customer', 'Ann', ['L2', 'L3']],
    ['customer', 'ann', []],
    ['customer', 'c-7', ['L4']],
    ['email', ' ANN@mail.example', ['L2', 'L3']],
    ['email', 'nobody@mail.example', []],
    ['phone', '+44 20 7946 0123', ['L2', 'L3']],
    ['phone', '020 7946 0123', ['L2', 'L3']],
    ['phone', '442079460123', ['L2', 'L3']],
    ['phone', '0044 (0)1632 960001', ['L1']],
    ['phone', '01632 960001', ['L1']],
    ['phone', '0123', []],
    ['phone', '460123', []],
    ['phone', '7946 0123', []],
    ['phone', '+49 20 7946 0123', []],
    ['phone', '020 7946 0999', []],
  ])('%s %s', async (datum, value, refs) => {
    expect(await found(datum, value)).toEqual(refs);
  });

  it('as they were at an instant', async () => {
    expect(await found('customer', 'Ann', new Date('2026-03-01T00:00:00Z'))).toEqual(['L1']);
  });

  it('is written down, whether somebody is found or not, and never by which number', async () => {
    await run((tx) => directory.linesOf(tx, { datum: 'phone', value: '020 7946 0123', at: NOW, ...WHY, actor: 'eve' }));
    await run((tx) => directory.linesOf(tx, { datum: 'email', value: 'x@y.example', at: NOW, ...WHY, actor: 'eve' }));
    const rows = await fresh.database.query(
      `select kind, datum, purpose, l.ref, found from directory.lookup k left join directory.line l on l.id = k.line_id
        where actor = 'eve' order by k.id`,
    );
    expect(rows).toEqual([
      { kind: 'search', datum: 'phone', purpose: 'desk.search', ref: 'L2', found: true },
      { kind: 'search', datum: 'phone', purpose: 'desk.search', ref: 'L3', found: true },
      { kind: 'search', datum: 'email', purpose: 'desk.search', ref: null, found: false },
    ]);
    // Two questions, however many lines they led to.
    expect(await run((tx) => directory.looks(tx, 'eve', new Date(Date.now() - 60_000)))).toBe(2);
    expect(await run((tx) => directory.looks(tx, 'eve', new Date(Date.now() + 60_000)))).toBe(0);
  }); // prettier-ignore

  it('needs a purpose', async () => {
    const asked = run((tx) => directory.linesOf(tx, { datum: 'customer', value: 'Ann', at: NOW, ...WHY, purpose: ' ' }));
    await expect(asked).rejects.toThrow(Refused);
  }); // prettier-ignore
});

describe('from an identifier of the network to the lines', () => {
  const meant = (access: Parameters<typeof directory.lineOfAccess>[1], at = NOW) =>
    run(async (tx) => (await directory.lineOfAccess(tx, access, at)).map((one) => one.ref));

  it('of one kind or of any', async () => {
    expect(await meant({ value: 'u1' })).toEqual(['L1', 'L2']);
    expect(await meant({ kind: 'circuit', value: 'u1' })).toEqual(['L2']);
  });

  it('at an instant', async () => {
    expect(await meant({ value: 'u3' })).toEqual([]);
    expect(await meant({ value: 'u3' }, new Date('2026-03-01T00:00:00Z'))).toEqual(['L3']);
  });
});

it('a line tells who protected it', async () => {
  const lineId = await run(async (tx) => {
    const line = await makeLine(tx, 'L9');
    await directory.protect(tx, line.id, { by: 'ada', reason: 'dialysis', at: NOW });
    return line.id;
  });
  const details = await run((tx) => directory.details(tx, [lineId]));
  expect(details.get(lineId)).toMatchObject({
    ref: 'L9',
    confinable: false,
    protection: { at: NOW, by: 'ada', reason: 'dialysis' },
  });
});
