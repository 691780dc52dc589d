import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { formatOfName, judgeHeader, recordOfName } from './tell-record.js';

describe('the name of a file', () => {
  it.each([
    ['lines.csv', 'line', 'csv'],
    ['/srv/in/Tenures-2026-11.NDJSON', 'tenure', 'ndjson'],
    ['C:\\export\\access.csv', 'access', 'csv'],
    ['crm_contacts_full.jsonl', 'contact', 'ndjson'],
    ['subscribers.tsv', 'subscriber', 'csv'],
    ['lines/export.csv', undefined, 'csv'],
    ['lines-and-contacts.csv', undefined, 'csv'],
    ['guidelines.csv', undefined, 'csv'],
    ['lines.xlsx', 'line', undefined],
    ['lines', 'line', undefined],
  ])('%s', (name, record, format) => {
    expect([recordOfName(name), formatOfName(name)]).toEqual([record, format]);
  });
});

describe('a header', () => {
  it('names the columns that nobody reads', () => {
    expect(judgeHeader('line', ['record', 'ref', 'time_zone', 'surname'])).toEqual(['surname']);
  });

  it('may lack what the defaults say', () => {
    expect(judgeHeader('line', ['ref'], { time_zone: 'UTC' })).toEqual([]);
  });

  it('is refused with all that it lacks', () => {
    const read = () => judgeHeader('access', ['line', 'user']);
    expect(read).toThrow(Refused);
    expect(columnsOf(read)).toEqual(['column kind', 'column value', 'column from']);
  });
});

function columnsOf(refused: () => unknown): string[] {
  try {
    refused();
  } catch (error) {
    if (error instanceof Refused) return error.problems.map((p) => p.at);
    throw error;
  }
  return [];
}
