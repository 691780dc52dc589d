import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { fillBatch, openBatch, type BatchRow } from './batch.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

const row: BatchRow = {
  n: 0,
  feedId: 1,
  reportId: 2,
  reportLine: 3,
  reportType: 'event4_sinkhole',
  digest: '0123456789abcdef0123456789abcdef',
  seenAt: new Date('2026-11-12T09:00:00Z'),
  precisionMs: 1_000,
  receivedAt: new Date('2026-11-12T10:00:00Z'),
  address: '2001:db8::7',
  port: null,
  protocol: 6,
  class: 'infected',
  role: 'actor',
  spoofable: false,
  severity: 40,
  taxonomy: 'malicious-code',
  type: 'infected-system',
  identifier: null,
  malware: 'm\\x\t1',
  upstream: 'sinkhole',
  active: true,
  attributes: '{"extra":"a\\nb"}',
};

describe('batch', () => {
  it('holds what was brought in, the answers of the rooms still open', async () => {
    const [back] = await fresh.database.run(async (tx) => {
      await openBatch(tx);
      await fillBatch(tx, [row]);
      return tx.query('select * from batch');
    });
    expect(back).toEqual({
      n: 0,
      observation_id: null,
      feed_id: 1,
      report_id: 2,
      report_line: 3,
      report_type: 'event4_sinkhole',
      digest: '01234567-89ab-cdef-0123-456789abcdef',
      seen_at: row.seenAt,
      precision_ms: 1_000,
      received_at: row.receivedAt,
      realm: '',
      address: '2001:db8::7',
      port: null,
      protocol: 6,
      class: 'infected',
      role: 'actor',
      spoofable: false,
      severity: 40,
      taxonomy: 'malicious-code',
      type: 'infected-system',
      identifier: null,
      malware: 'm\\x\t1',
      upstream: 'sinkhole',
      active: true,
      attributes: { extra: 'a\nb' },
      outcome: null,
      outcome_before: null,
      access_kind: null,
      access_value: null,
      lease_id: null,
      line_id: null,
      tenure_id: null,
      case_id: null,
    });
  });

  it('is gone with its transaction, and each transaction has its own', async () => {
    const open = (): Promise<unknown> =>
      fresh.database.run(async (tx) => {
        await openBatch(tx);
        await fillBatch(tx, [row]);
        return tx.query('select n from batch');
      });
    expect(await Promise.all([open(), open(), open()])).toEqual(Array(3).fill([{ n: 0 }]));
    await expect(fresh.database.query('select n from batch')).rejects.toMatchObject({ code: '42P01' });
  });
});
