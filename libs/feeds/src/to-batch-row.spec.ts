import { describe, expect, it } from 'vitest';

import { FlatEvent } from './flat-event.js';
import type { ParsedRow } from './report-format.js';
import { toBatch, type BatchContext } from './to-batch-row.js';

const context: BatchContext = {
  feedId: 3,
  feedName: 'shadow',
  upstream: 'shadowserver',
  reportId: 7,
  receivedAt: new Date('2026-11-12T06:00:00Z'),
  isActive: (type) => type === 'event4_sinkhole',
  md5: (text) => `<${text}>`,
};

const row: ParsedRow = {
  line: 2,
  reportType: 'event4_sinkhole',
  content: 'a\u001F1\u001E',
  raw: 'raw',
  seenAt: new Date('2026-11-11T10:00:00Z'),
  precisionMs: 1000,
  address: '192.0.2.1',
  port: 40_000,
  protocol: 6,
  class: 'infected',
  role: 'actor',
  spoofable: false,
  severity: 5,
  taxonomy: 'malicious-code',
  type: 'infected-system',
  identifier: 'mirai',
  malware: 'mirai',
  event: FlatEvent.of({ 'source.ip': '192.0.2.1', 'malware.name': 'mirai', 'destination.port': 80 }),
};

const batch = (...rows: ParsedRow[]) => toBatch({ rows, rejected: [], toLine: 9 }, context);

describe('toBatch', () => {
  it('numbers rows, digests feed, type and content, and leaves out what has a column', () => {
    const { rows } = batch(row, { ...row, reportType: 'scan_http' });
    expect(rows.map((r) => [r.n, r.active])).toEqual([
      [0, true],
      [1, false],
    ]);
    expect(rows[0]?.digest).toBe('<shadow\u001Eevent4_sinkhole\u001Ea\u001F1\u001E>');
    expect(rows[1]?.digest).not.toBe(rows[0]?.digest);
    expect(JSON.parse(rows[0]?.attributes ?? '')).toEqual({
      'source.ip': '192.0.2.1',
      'destination.port': 80,
    });
  });

  it.each([
    ['2026-11-13T06:00:00Z', 1],
    ['2026-11-13T06:00:01Z', 0],
  ])('takes %s as seen: %i', (at, taken) => {
    const { rows, rejected } = batch({ ...row, seenAt: new Date(at) });
    expect(rows).toHaveLength(taken);
    expect(rejected).toHaveLength(1 - taken);
  });

  it('puts a row without an address aside and goes on counting without a hole', () => {
    const { rows, rejected } = batch({ ...row, address: null }, row);
    expect(rows.map((r) => r.n)).toEqual([0]);
    expect(rejected).toEqual([
      { line: 2, column: null, reason: 'names no single address, so nobody can be behind it', raw: 'raw' },
    ]);
  });
});
