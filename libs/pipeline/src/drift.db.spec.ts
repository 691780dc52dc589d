import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { houseEntities } from './pipeline.module.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(houseEntities);
});
afterAll(() => fresh.close());

/**
 * What TypeORM would do to the columns to make the database what the entities say. It also lists every check written by
 * hand as one to drop; those are the migrations' own.
 */
async function drift(): Promise<string[]> {
  const { upQueries } = await fresh.database.source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query).filter((query) => /COLUMN|CREATE TABLE|ADD "/.test(query));
}

describe('the entities of every room', () => {
  it('say the same as the migrated database', async () => {
    expect(new Set(fresh.database.source.entityMetadatas.map(({ schema }) => schema))).toEqual(
      new Set(['access', 'cases', 'directory', 'feeds', 'garden', 'ledger', 'notices', 'policy', 'portal']),
    );
    expect(await drift()).toEqual([]);
  });

  it.each([
    ['a column nobody knows', 'alter table cases.case add column colour text', /DROP COLUMN "colour"/],
    ['a missing column', 'alter table feeds.report drop column sha256 cascade', /ADD "sha256"/],
    ['another type', 'alter table notices.notice alter column round type bigint', /"round"/],
    [
      'a column that may be null',
      'alter table directory.line alter column time_zone drop not null',
      /"time_zone"/,
    ],
    ['a missing table', 'drop table policy.version cascade', /CREATE TABLE "policy"."version"/],
  ])('would show %s', async (_what, change, shown) => {
    await fresh.database.query(change);
    expect((await drift()).join('\n')).toMatch(shown);
  });
});
