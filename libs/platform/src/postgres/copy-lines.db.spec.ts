import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

const awkward = fc
  .array(
    fc.constantFrom('\\', '\t', '\n', '\r', '\b', '\v', '\0', '\\N', '\\.', 'é', '😀', '\ud800', "'", '"'),
  )
  .map((parts) => parts.join(''));
const text = fc.option(fc.oneof(awkward, fc.string({ unit: 'binary' })));
const when = fc.option(
  fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
);
const row = fc.tuple(text, text, fc.option(fc.double({ noNaN: true })), fc.option(fc.boolean()), when);

/** PostgreSQL holds neither U+0000 nor half a surrogate pair. */
const held = (value: string | null): string | null =>
  value === null ? null : Buffer.from(value.replaceAll('\0', '')).toString();

describe('copy', () => {
  it('brings every value back as it was', async () => {
    await fresh.database.run(async (tx) => {
      await tx.query(
        'create temp table probe (n int, a text, b text, c float8, d boolean, e timestamptz) on commit drop',
      );
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
          await tx.query('truncate probe');
          await tx.copy(
            'probe',
            ['n', 'a', 'b', 'c', 'd', 'e'],
            rows.map((r, n) => [n, ...r]),
          );
          const back = await tx.query('select a, b, c, d, e from probe order by n');
          // `-0` is written `0`: the one number whose text is not its own.
          expect(back).toEqual(
            rows.map(([a, b, c, d, e]) => ({ a: held(a), b: held(b), c: c === 0 ? 0 : c, d, e })),
          );
        }),
        { numRuns: 200 },
      );
    });
  });

  it('fails as a whole when the rows cannot be made, and the transaction with it', async () => {
    function* broken(): Generator<number[]> {
      yield [1];
      throw new Error('the source broke off');
    }
    await fresh.database.query('create table kept (n int)');
    const work = fresh.database.run(async (tx) => {
      await tx.query('insert into kept values (0)');
      await tx.copy('kept', ['n'], broken());
    });
    await expect(work).rejects.toThrow('the source broke off');
    expect(await fresh.database.query('select n from kept')).toEqual([]);
  });
});
