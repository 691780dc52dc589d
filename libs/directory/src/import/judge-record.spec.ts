import { describe, expect, it } from 'vitest';

import { judgeRecord } from './judge-record.js';
import type { RecordKind } from './record.js';

const judge = (kind: RecordKind, values: Record<string, unknown>) => judgeRecord(kind, { line: 7, values });
const record = (kind: RecordKind, values: Record<string, unknown>) => {
  const judged = judge(kind, values);
  return 'record' in judged ? judged.record : judged;
};
const columnsRejected = (kind: RecordKind, values: Record<string, unknown>) => {
  const judged = judge(kind, values);
  return 'record' in judged ? 'accepted' : judged.rejected.map((r) => r.column);
};

describe('a line', () => {
  const line = { ref: 'L1', time_zone: 'Europe/London' };

  it.each([
    ['residential', undefined, true],
    ['business', undefined, true],
    ['shared', 'no', false],
    ['residential', false, false],
    ['protected', undefined, false],
    ['protected', 'false', false],
    ['unknown', undefined, false],
    [undefined, undefined, false],
  ])('of class %s that says confinable %s is confinable: %s', (lineClass, confinable, expected) => {
    expect(record('line', { ...line, class: lineClass, confinable })).toMatchObject({ confinable: expected });
  });

  it.each(['protected', 'unknown'])('of class %s cannot say that it is confinable', (lineClass) => {
    expect(columnsRejected('line', { ...line, class: lineClass, confinable: 'true' })).toEqual([
      'confinable',
    ]);
  });

  it.each([
    ['no ref', { ref: undefined }, ['ref']],
    ['no time zone', { time_zone: undefined }, ['time_zone']],
    ['an offset for a time zone', { time_zone: '+01:00' }, ['time_zone']],
    ['an unknown time zone', { time_zone: 'Europe/Atlantis' }, ['time_zone']],
    ['an unknown class', { class: 'vip' }, ['class']],
    ['a locale that is none', { locale: 'English!' }, ['locale']],
    ['a doubtful truth', { confinable: 'maybe' }, ['confinable']],
    ['several faults', { class: 'vip', time_zone: 'x' }, ['class', 'time_zone']],
    ['a record of another kind', { record: 'tenure' }, ['record']],
    ['an object for a ref', { ref: { a: 1 } }, ['ref']],
  ])('with %s is rejected there', (_, change, columns) => {
    expect(columnsRejected('line', { ...line, ...change })).toEqual(columns);
  });

  it('takes a number for its ref and writes its language as BCP 47 does', () => {
    expect(record('line', { ...line, ref: 10023, locale: 'DE-ch' })).toMatchObject({
      ref: '10023',
      locale: 'de-CH',
    });
  });

  it('takes from the defaults what it does not say', () => {
    const judged = judgeRecord(
      'line',
      { line: 2, values: { ref: 'L1', brand: 'B' } },
      { time_zone: 'UTC', brand: 'A' },
    );
    expect(judged).toMatchObject({ record: { time_zone: 'UTC', brand: 'B' } });
  });
});

describe('a span of time', () => {
  const tenure = { line: 'L1', subscriber: 'S1', from: '2026-01-01T00:00:00+01:00' };

  it('begins at an instant and may be open', () => {
    expect(record('tenure', tenure)).toMatchObject({ from: new Date('2025-12-31T23:00:00Z'), to: null });
  });

  it.each([
    ['a local time', { from: '2026-01-01T00:00:00' }, ['from']],
    ['a date', { from: '2026-01-01' }, ['from']],
    ['no start', { from: undefined }, ['from']],
    ['an end at its start', { to: '2025-12-31T23:00:00Z' }, ['to']],
    ['an end before its start', { to: '2024-01-01T00:00:00Z' }, ['to']],
  ])('with %s is rejected', (_, change, columns) => {
    expect(columnsRejected('tenure', { ...tenure, ...change })).toEqual(columns);
  });

  it('of an identifier has one of the kinds that the ledger knows', () => {
    const access = { line: 'L1', kind: 'user-name', value: 'a@b', from: tenure.from };
    expect(columnsRejected('access', access)).toBe('accepted');
    expect(columnsRejected('access', { ...access, kind: 'imsi' })).toEqual(['kind']);
  });
});

describe('a contact', () => {
  const contact = { subscriber: 'S1', channel: 'email', value: 'ann@mail.example' };

  it.each(['ann@mail.example', 'a.b+c@x-1.example', 'jürgen@müller.example', "o'neil@mail.example"])(
    '%s',
    (value) => {
      expect(record('contact', { ...contact, value })).toMatchObject({ value, order: 0 });
    },
  );

  it.each(['ann', 'ann@', '@mail.example', 'ann@mail', 'a b@mail.example', 'ann@@mail.example', '.ann@mail.example',
    'ann@-x.example', 'ann@mail..example', 'ann@mail.example\r\nbcc: x@y.example', '<ann@mail.example>',
    'ann@mail.example,bob@mail.example', `${'a'.repeat(65)}@mail.example`])('%j is no address', (value) => {
    expect(columnsRejected('contact', { ...contact, value })).toEqual(['value']);
  }); // prettier-ignore

  it('that is a telephone number is kept in one spelling', () => {
    const phone = { ...contact, channel: 'phone', value: '+44 (0)20 7946 0123' };
    expect(record('contact', phone)).toMatchObject({ value: '+442079460123' });
    expect(columnsRejected('contact', { ...phone, value: 'ann@mail.example' })).toEqual(['value']);
  });

  it('is never repeated in the reason', () => {
    const judged = judge('contact', { ...contact, value: 'secret person@mail', channel: 'private word' });
    expect(JSON.stringify(judged)).not.toMatch(/secret person|private word/);
  });
});
