import { afterAll, beforeAll, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { FeedHealthView } from './feed-health.view.js';

const NOW = new Date('2026-11-25T09:00:00Z');
const LAST_MONTH = new Date('2026-10-25T09:00:00Z');

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

const look = () => fresh.database.run((tx) => new FeedHealthView().look(tx, NOW));

it('is nothing where nothing came in', async () => {
  expect(await look()).toEqual({ asked: 0, lines: 0, failed: 0, observed: 0 });
});

it('counts today’s rows, what failed of late, and what waits for a person to let it count', async () => {
  await fresh.database.run(async (tx) => {
    await tx.query(
      `insert into feeds.feed (name, provider, format, upstream, source, every_minutes, created_at)
       values ('honeypot', 'x', 'x', 'x', '{}', 60, $1)`,
      [LAST_MONTH],
    );
    await tx.query(
      `insert into feeds.attributed_day (feed_id, day, asked, lines)
       values (1, '2026-11-25', 40, 30), (1, '2026-11-24', 9, 9)`,
    );
    await tx.query(
      `insert into feeds.report (feed_id, name, sha256, bytes, received_at, state, report_type, mapping_version, rows, observed, error)
       select 1, 'r' || n, lpad(n::text, 64, '0'), 1, at, state, type, '1', rows, rows, error
         from (values (1, $1::timestamptz, 'parsed', 'new', 3, null), (2, $1, 'parsed', 'new', 3, null),
                      (3, $1, 'parsed', 'known', 3, null), (4, $1, 'parsed', 'empty', 0, null),
                      (5, $1, 'failed', null, 0, 'no report'), (6, $2, 'failed', null, 0, 'no report'))
              as r (n, at, state, type, rows, error)`,
      [NOW, LAST_MONTH],
    );
    await tx.query(
      `insert into feeds.activation (feed_id, report_type, mapping_version, activated_at, activated_by)
       values (1, 'known', '1', $1, 'anna')`,
      [NOW],
    );
  });
  expect(await look()).toEqual({ asked: 40, lines: 30, failed: 1, observed: 1 });
});
