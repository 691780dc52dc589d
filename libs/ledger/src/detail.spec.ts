import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DetailReader } from './detail.js';
import { aDetailFile, aDetailRecord, readDetail } from './testing.js';

const good = aDetailRecord('2026-11-12T10:00:00Z');
const linesOf = (text: string) =>
  readDetail(text).map((e) => ('record' in e ? e.record.line : `-${e.aside.line}`));
const reasonsIn = (text: string) => readDetail(text).flatMap((e) => ('aside' in e ? [e.aside] : []));

describe('a detail file', () => {
  it('is read record by record, values unquoted, repeated attributes in order', () => {
    const [entry] = readDetail(
      aDetailRecord('2026-11-02T09:05:07Z', {
        'User-Name': String.raw`"alice\"x\\y@isp\tq\001"`,
        'Alc-Nat-Port-Range': ['"198.51.100.7 1-512"', '"198.51.100.7 1024-1535 router Base"'],
        'Attr-26.9999.1': '0x00000400',
      }),
    );
    const record = entry && 'record' in entry ? entry.record : undefined;
    expect(record).toMatchObject({ line: 1, date: 'Mon Nov  2 09:05:07 2026' });
    expect(record?.attributes.get('User-Name')).toEqual(['alice"x\\y@isp\tq\u0001']);
    expect(record?.attributes.get('Alc-Nat-Port-Range')).toEqual([
      '198.51.100.7 1-512',
      '198.51.100.7 1024-1535 router Base',
    ]);
    expect(record?.attributes.get('Attr-26.9999.1')).toEqual(['0x00000400']);
  });

  it('may have CRLF-free blank lines with spaces, none between, or many', () => {
    expect(linesOf(`${good}\n\n   \n${good}`)).toEqual([1, 12]);
  });

  it.each([
    [
      'garbage before a record',
      `garbage\n\n${good}`,
      [{ line: 1, reason: 'not an attribute line: "garbage"' }],
    ],
    [
      'garbage inside a record',
      good.replace('\tAcct-Session-Id', 'x'),
      [{ line: 1, reason: /^line 3: not an attribute/ }],
    ],
    [
      'an attribute outside any record',
      '\tUser-Name = "x"\n\tClass = 0x01\n\n',
      [{ line: 1, reason: /outside any record/ }],
    ],
    [
      'a record cut off by the next',
      `${good.trimEnd()}\n${good}`,
      [{ line: 1, reason: /cut off by another one at line 8/ }],
    ],
    ['a truncated last record', good.trimEnd(), [{ line: 1, reason: 'the file ends inside this record' }]],
    [
      'two records run together',
      good.replace(/\n\n$/, '\n\tUser-Name = "bob"\n\n'),
      [{ line: 1, reason: /second User-Name/ }],
    ],
    [
      'an unfinished quotation',
      good.replace('example"', 'example'),
      [{ line: 1, reason: /unfinished quotation/ }],
    ],
    [
      'a date line alone',
      'Thu Nov 12 10:00:00 2026\n\n',
      [{ line: 1, reason: 'a date line without attributes' }],
    ],
    [
      'a record that never ends',
      good.replace(/\n$/, '\tClass = 0x01\n'.repeat(600)),
      [{ line: 1, reason: /more than 500 lines/ }],
    ],
  ])('puts %s aside, and the next record is read', (_, text, expected) => {
    expect(reasonsIn(text)).toEqual(
      expected.map((e) => ({
        line: e.line,
        reason: e.reason instanceof RegExp ? expect.stringMatching(e.reason) : e.reason,
      })),
    );
    const after = readDetail(`${text}\n\n${good}`).filter((e) => 'record' in e);
    expect(after.length).toBeGreaterThan(0);
  });

  it('puts a line beyond the limit aside and goes on', () => {
    const reader = new DetailReader();
    reader.take({ n: 1, text: 'Thu Nov 12 10:00:00 2026' });
    expect(reader.take({ n: 2, text: 'xxxx', tooLong: true })).toEqual([
      { aside: { line: 1, reason: 'line 2: the line is too long' } },
    ]);
    expect(reader.take({ n: 3, text: '\tUser-Name = "x"' })).toEqual([]);
    expect(reader.take({ n: 4, text: '' })).toEqual([]);
    expect(reader.end()).toEqual([]);
  });

  it('loses no whole record to damage elsewhere', () => {
    const damage = fc.oneof(
      fc.constant('garbage'), fc.constant('\tUser-Name = "x'), fc.constant('\tClass = 0x00'), fc.constant('Thu Nov 12 10:00:00 2026'),
      fc.string(),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.option(damage, { nil: undefined }), { maxLength: 12 }), (pieces) => {
        const text = aDetailFile(
          ...pieces.map((piece) => (piece === undefined ? good : `${piece.replaceAll('\n', ' ')}\n\n`)),
        );
        const whole = pieces.filter((piece) => piece === undefined).length;
        const read = readDetail(text).filter(
          (e) => 'record' in e && e.record.attributes.get('Acct-Session-Id')?.[0] === '0A1B2C',
        );
        expect(read).toHaveLength(whole);
      }),
    );
  });
});
