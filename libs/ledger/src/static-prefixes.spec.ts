import { describe, expect, it } from 'vitest';

import { readStaticPrefixes } from './static-prefixes.js';

const HEADER = 'prefix,class,holder_kind,holder,organisation,abuse_contact,from,to\n';

describe('the address plan', () => {
  it('has prefixes by class and the prefixes of lines', () => {
    const { leases, prefixes, aside } = readStaticPrefixes(
      `${HEADER}203.0.113.0/24,pool,,,,,,\n198.51.100.8/29,delegated,,,"Reseller, Inc.",abuse@reseller.example,2026-01-01,\n` +
        '2001:db8:9::/48,static,circuit,C-9,,,2026-01-01T00:00:00+01:00,2026-12-01\n',
    );
    expect(aside).toEqual([]);
    expect(prefixes).toMatchObject([
      { line: 2, prefix: '203.0.113.0/24', class: 'pool', from: null, to: null, organisation: null },
      { line: 3, class: 'delegated', organisation: 'Reseller, Inc.', abuseContact: 'abuse@reseller.example' },
    ]);
    expect(leases).toMatchObject([
      {
        line: 4,
        holder: { kind: 'circuit', value: 'C-9' },
        from: new Date('2025-12-31T23:00:00Z'),
        to: new Date('2026-12-01T00:00:00Z'),
      },
    ]);
  });

  it('needs only prefix and class, in any order, with or without BOM', () => {
    expect(readStaticPrefixes('\ufeffclass,prefix\r\nown,192.0.2.0/24\r\n').prefixes).toMatchObject([
      { class: 'own' },
    ]);
  });

  it.each([
    ['203.0.113.1/24,pool,,,,,,', 'prefix: "203.0.113.1/24" has host bits set'],
    ['0.0.0.0/0,pool,,,,,,', 'prefix: 0.0.0.0/0 is the whole Internet'],
    ['203.0.113.0/24,lake,,,,,,', 'class: "lake" is none of'],
    ['203.0.113.7,static,,,,,,', 'holder: a static prefix needs'],
    ['203.0.113.7,static,plumber,x,,,,', 'holder_kind: is none of'],
    ['203.0.113.0/24,pool,,,,,yesterday,', 'from: "yesterday" is no date'],
    ['203.0.113.0/24,pool,,,,,2026-02-02T00:00:00,', 'from: '],
    ['203.0.113.0/24,pool,,,,,2026-02-02,2026-02-01', 'to: ends before it begins'],
    ['203.0.113.0/24,pool', '2 columns where the header has 8'],
    ['198.51.100.0/24,own,,,,,,', 'prefix: 198.51.100.0/24 stands already in line 2'],
  ])('puts %s aside', (row, reason) => {
    const { prefixes, aside } = readStaticPrefixes(
      `${HEADER}198.51.100.0/24,own,,,,,,\n${row}\n192.0.2.0/24,own,,,,,,\n`,
    );
    expect(aside).toEqual([{ line: 3, reason: expect.stringContaining(reason) }]);
    expect(prefixes).toHaveLength(2);
  });

  it('says what is wrong with the header, and with a quotation that never ends', () => {
    expect(readStaticPrefixes('network,kind\n').aside[0]?.reason).toBe('the header lacks prefix and class');
    const open = readStaticPrefixes(`${HEADER}192.0.2.0/24,own,,,,,,\n198.51.100.0/24,own,,,"never,,,\n`);
    expect(open.prefixes).toHaveLength(1);
    expect(open.aside).toHaveLength(1);
  });
});
