import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import type { ParsedRow, RejectedRow } from '../report-format.js';
import { loadCatalogue } from './load-catalogue.file.js';
import { parseReport } from './parse-report.js';

const HEADER = 'timestamp,protocol,src_ip,src_port,dst_ip,dst_port,infection,severity,tag';
const ROW = '2026-11-11 10:00:00,tcp,192.0.2.1,40000,198.51.100.1,80,mirai,critical,iot';

async function parse(
  text: string | readonly (string | Uint8Array)[],
  name = 'event4_sinkhole.csv',
  options = {},
): Promise<{ rows: ParsedRow[]; rejected: RejectedRow[]; chunks: number }> {
  const bytes = async function* (): AsyncGenerator<string | Uint8Array> {
    yield* typeof text === 'string' ? [text] : text;
  };
  const rows: ParsedRow[] = [];
  const rejected: RejectedRow[] = [];
  let chunks = 0;
  for await (const chunk of parseReport(loadCatalogue(), name, bytes(), options)) {
    expect(Math.max(0, ...chunk.rows.map((r) => r.line), ...chunk.rejected.map((r) => r.line))).toBe(
      chunk.toLine,
    );
    rows.push(...chunk.rows);
    rejected.push(...chunk.rejected);
    chunks++;
  }
  return { rows, rejected, chunks };
}

const one = async (row: string, name?: string, header = HEADER): Promise<ParsedRow> => {
  const { rows, rejected } = await parse(`${header}\n${row}\n`, name);
  expect(rejected).toEqual([]);
  return rows[0] as ParsedRow;
};

describe('a row', () => {
  it('is an observation with IntelMQ names at the edge', async () => {
    const row = await one(ROW);
    expect(row.event.toIntelmq()).toMatchObject({
      'time.source': '2026-11-11T10:00:00.000Z',
      'source.port': 40_000,
      'destination.ip': '198.51.100.1',
      'extra.tag': 'iot',
    });
    expect(row).toMatchObject({
      line: 2,
      reportType: 'event4_sinkhole',
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
    });
  });

  it('is spoofable over UDP and when the protocol is not stated', async () => {
    expect((await one(ROW.replace('tcp', 'udp'))).spoofable).toBe(true);
    expect((await one(ROW.replace('tcp', ''))).spoofable).toBe(true);
  });

  it('never takes a listening port for a source port', async () => {
    const row = await one(
      '2026-11-11 10:00:00,192.0.2.1,tcp,8080',
      'scan_http.csv',
      'timestamp,ip,protocol,port',
    );
    expect(row.port).toBeNull();
    expect(row.event.get('source.port')).toBe(8080);
  });

  it('is about the attacked address in a report of attack targets', async () => {
    const row = await one(ROW, 'event4_honeypot_ddos_target.csv');
    expect(row).toMatchObject({ address: '198.51.100.1', role: 'victim', port: null });
    expect(row.event.get('source.ip')).toBe('192.0.2.1');
  });

  it('names a network instead of an address in a block list', async () => {
    const row = await one('2026-11-11 10:00:00,198.51.100.0/24', 'blocklist.csv', 'timestamp,ip');
    expect(row.address).toBeNull();
    expect(row.event.toIntelmq()).toMatchObject({ 'source.network': '198.51.100.0/24' });
    expect(row.event.get('source.ip')).toBeUndefined();
  });

  it.each([
    ['scan_smb.csv', 'timestamp,ip,port,smb_implant', 'Y', 'infected'],
    ['scan_smb.csv', 'timestamp,ip,port,smb_implant', 'N', 'vulnerable'],
    ['scan_exchange.csv', 'timestamp,ip,port,tag', 'exchange;webshell', 'infected'],
    ['scan_exchange.csv', 'timestamp,ip,port,tag', 'exchange;cve-2021-26855', 'vulnerable'],
  ])('%s with %s = %s is %s', async (name, header, cell, threat) => {
    expect((await one(`2026-11-11 10:00:00,192.0.2.1,443,${cell}`, name, header)).class).toBe(threat);
  });

  it('keeps columns nobody has heard of, and cells that do not fit theirs', async () => {
    const row = await one(`${ROW.replace('198.51.100.1', 'hidden')},"a,b"`, undefined, `${HEADER},colour`);
    expect(row.event.toIntelmq()).toMatchObject({ 'extra.colour': 'a,b', 'extra.dst_ip': 'hidden' });
  });

  it('can be stored whatever a column nobody has heard of is called', async () => {
    const row = await one(`${ROW},x`, undefined, `${HEADER},od\0d`);
    expect(row.event.attributes()).toContain('"extra.od\uFFFDd":"x"');
  });

  it('is the same row whatever the order of the columns and the empty cells', async () => {
    const turned = await one(
      'mirai,2026-11-11 10:00:00,192.0.2.1,',
      undefined,
      'infection,timestamp,src_ip,src_port',
    );
    const plain = await one('2026-11-11 10:00:00,192.0.2.1,mirai', undefined, 'timestamp,src_ip,infection');
    expect(turned.content).toBe(plain.content);
  });

  it('survives bytes that are no UTF-8 and text PostgreSQL would refuse', async () => {
    const bad = new Uint8Array([...new TextEncoder().encode(`${HEADER}\n${ROW}`), 0xff, 0x00, 0x0a]);
    const { rows, rejected } = await parse([bad]);
    expect(rejected).toEqual([]);
    expect(rows[0]?.event.get('extra.tag')).toBe('iot\uFFFD\uFFFD');
  });
});

describe('a bad row is put aside and stops no other', () => {
  it.each([
    ['time', ROW.replace('2026-11-11 10:00:00', 'yesterday'), 'timestamp', 'no time in UTC: "yesterday"'],
    ['day of no month', ROW.replace('11-11', '02-30'), 'timestamp', 'no time in UTC: "2026-02-30 10:00:00"'],
    ['address', ROW.replace('192.0.2.1', '192.0.2.256'), 'src_ip', 'not an IP address: "192.0.2.256"'],
    ['no address', ROW.replace('192.0.2.1', ''), 'src_ip', 'not an IP address: it is empty'],
    ['port', ROW.replace('40000', '70000'), 'src_port', 'not a port: "70000"'],
    ['too many fields', `${ROW},x`, null, '10 fields where the header has 9'],
    ['too few fields', '2026-11-11 10:00:00,tcp,192.0.2.1', null, '3 fields where the header has 9'],
    ['a field lost on the way', ROW.replace('tcp,', ''), null, '8 fields where the header has 9'],
    ['quotation marks', `"2026"x${ROW.slice(4)}`, 'timestamp', 'the quotation marks do not match'],
  ])('%s', async (_, row, column, reason) => {
    const { rows, rejected } = await parse(`${HEADER}\n${row}\n${ROW}\n`);
    expect(rejected).toEqual([{ line: 2, column, reason, raw: row }]);
    expect(rows.map((r) => r.line)).toEqual([3]);
  });

  it('a last row that was cut off', async () => {
    const { rows, rejected } = await parse(`${HEADER}\n${ROW}\n${ROW.slice(0, -4)}`);
    expect(rows).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ line: 3, column: null });
    expect(rejected[0]?.reason).toContain('the report ends in the middle of this row');
  });

  it('a stray quotation mark that ties good rows together', async () => {
    const stray = ROW.replace('mirai', '"mirai');
    const { rows, rejected } = await parse(`${HEADER}\n${stray}\n${ROW}\n${ROW}\n${stray}\n${ROW}\n`);
    expect(rows.map((r) => r.line)).toEqual([3, 4, 6]);
    expect(rejected.map((r) => r.line)).toEqual([2, 5]);
  });

  it('a line of a gigabyte, without holding it', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const pieces = function* (): Generator<string> {
      yield `${HEADER}\n${ROW}\n`;
      for (let i = 0; i < 1024; i++) yield megabyte;
      yield `\n${ROW}\n`;
    };
    const before = process.memoryUsage().heapUsed;
    const rows: ParsedRow[] = [];
    const rejected: RejectedRow[] = [];
    const bytes = async function* (): AsyncGenerator<string> {
      yield* pieces();
    };
    for await (const chunk of parseReport(loadCatalogue(), 'event4_sinkhole.csv', bytes())) {
      rows.push(...chunk.rows);
      rejected.push(...chunk.rejected);
    }
    expect(rows.map((r) => r.line)).toEqual([2, 4]);
    expect(rejected).toMatchObject([{ line: 3, reason: 'longer than 1048576 characters' }]);
    expect(rejected[0]?.raw.length).toBeLessThan(2_100);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('a report', () => {
  it('may begin with a byte order mark, end its lines with CR LF and have any case in its header', async () => {
    const { rows, rejected } = await parse(`\uFEFF${HEADER.toUpperCase()}\r\n${ROW}\r\n`);
    expect([rows.length, rejected.length]).toEqual([1, 0]);
  });

  it('comes in chunks of bounded size, however many rows are bad', async () => {
    const { rows, rejected, chunks } = await parse(`${HEADER}\n${`${ROW}\nbad\n`.repeat(50)}`, undefined, {
      rowsPerChunk: 10,
    });
    expect([rows.length, rejected.length, chunks]).toEqual([50, 50, 10]);
  });

  it('comes in chunks of bounded weight, however long its rows', async () => {
    const long = ROW.replace('iot', 'x'.repeat(900_000));
    expect(await parse(`${HEADER}\n${`${long}\n`.repeat(30)}`)).toMatchObject({ chunks: 3 });
  });

  it('with a header alone has no rows', async () => {
    expect(await parse(`${HEADER}\n`)).toMatchObject({ rows: [], rejected: [] });
  });

  it.each([
    ['HTML', '<!doctype html><p>Sorry', 'event4_sinkhole.csv', 'the report is HTML or XML, not CSV'],
    ['JSON', ' [{"timestamp": 1}]', 'event4_sinkhole.csv', 'the report is JSON, not CSV'],
    ['a ZIP archive', 'PK\u0003\u0004', 'event4_sinkhole.csv', 'the report is a ZIP archive'],
    ['empty', '', 'event4_sinkhole.csv', 'event4_sinkhole.csv is empty'],
    ['of an unknown type', HEADER, 'scan_teapot.csv', 'report type scan_teapot is unknown'],
    ['without a type', HEADER, 'report.pdf', 'does not say which report it is'],
    [
      'without its address column',
      'timestamp,protocol',
      'scan_http.csv',
      'column "ip" a required column is missing',
    ],
    ['with a column twice', 'timestamp,src_ip,src_ip', 'event4_sinkhole.csv', 'column "src_ip" stands twice'],
    [
      'with an endless header',
      'x'.repeat(2_000_000),
      'event4_sinkhole.csv',
      'the header of event4_sinkhole cannot be read',
    ],
  ])('that is %s is refused as a whole', async (_, text, name, message) => {
    await expect(parse(text, name)).rejects.toThrow(Refused);
    await expect(parse(text, name)).rejects.toThrow(message);
  });

  it.each([
    ['2015-01-01-scan_http-sample-asn.csv', 'scan_http'],
    ['/in/2020-04-03-scan_ics-sample-asn-delayed.csv', 'scan_ics'],
    ['2024-07-04-scan_dns-123-sample-asn.CSV.gz', 'scan_dns'],
    ['2024-07-04-event4_sinkhole.csv', 'event4_sinkhole'],
    ['event4_sinkhole.csv', 'event4_sinkhole'],
  ])('called %s is a %s', async (name, type) => {
    const header = type.startsWith('event') ? HEADER : 'timestamp,ip';
    const row = type.startsWith('event') ? ROW : '2026-11-11 10:00:00,192.0.2.1';
    expect((await one(row, name, header)).reportType).toBe(type);
  });
});

it('every type of the table can be read with all its columns', async () => {
  for (const [name, type] of loadCatalogue().types) {
    const columns = [...type.columns.keys()];
    const row = columns.map((c) =>
      c === type.timeColumn ? '2026-11-11 10:00:00' : c === type.addressColumn ? '192.0.2.1' : '',
    );
    const { rows, rejected } = await parse(`${columns.join(',')}\n${row.join(',')}\n`, `${name}.csv`);
    expect([name, rows.length, rejected.length]).toEqual([name, 1, 0]);
    expect(rows[0]?.address).toBe(type.addressColumn === undefined ? null : '192.0.2.1');
  }
});
