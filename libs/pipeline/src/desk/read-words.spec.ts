import { describe, expect, it } from 'vitest';

import { readWords, type Reading } from './read-words.js';

const short = (reading: Reading): string => Object.values(reading).join(' ');
const all = (words: string): string[] => readWords(words).map(short);

describe('an address', () => {
  it.each([
    ['192.0.2.7', 'address 192.0.2.7'],
    ['  192.0.2.7\n', 'address 192.0.2.7'],
    ['"192.0.2.7",', 'address 192.0.2.7'],
    ['<192.0.2.7>', 'address 192.0.2.7'],
    ['IP: 192.0.2.7', 'address 192.0.2.7'],
    ['192.0.2[.]7', 'address 192.0.2.7'],
    ['192[.]0[.]2[.]7', 'address 192.0.2.7'],
    ['192.0.2.7/32', 'address 192.0.2.7'],
    ['2001:db8::7', 'address 2001:db8::7'],
    ['2001:DB8:0:0:0:0:0:7', 'address 2001:db8::7'],
    ['[2001:db8::7]', 'address 2001:db8::7'],
    ['2001:db8::7/128', 'address 2001:db8::7'],
    ['::ffff:192.0.2.7', 'address 192.0.2.7'],
    ['http://192.0.2.7:8080/panel?x=1', 'address 192.0.2.7'],
    ['hxxp://192.0.2.7/', 'address 192.0.2.7'],
    ['https://[2001:db8::7]:8443/', 'address 2001:db8::7'],
  ])('%s', (words, reading) => {
    expect(all(words)).toEqual([reading]);
  });

  it.each([
    ['192.0.2.7:4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7 4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7, 4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7#4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7 port 4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7 source port: 4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7 src_port=4711', 'address-port 192.0.2.7 4711'],
    ['192.0.2.7 Quellport 4711', 'address-port 192.0.2.7 4711'],
    ['[2001:db8::7]:4711', 'address-port 2001:db8::7 4711'],
    ['2001:db8::7 port 4711', 'address-port 2001:db8::7 4711'],
  ])('and its port: %s', (words, reading) => {
    expect(all(words)).toEqual([reading]);
  });

  it.each([
    ['192.0.2.0/24', 'prefix 192.0.2.0/24'],
    ['192.0.2.7/24', 'prefix 192.0.2.0/24'],
    ['192.0.2.0 / 26', 'prefix 192.0.2.0/26'],
    ['0.0.0.0/0', 'prefix 0.0.0.0/0'],
    ['2001:db8::/32', 'prefix 2001:db8::/32'],
    ['2001:db8:1:2:3::7/56', 'prefix 2001:db8:1::/56'],
  ])('or a block of them: %s', (words, reading) => {
    expect(all(words)).toEqual([reading]);
  });

  it.each(['192.0.2.7:70000', '192.0.2.7:0', '192.0.2.300', '192.0.2', '192.0.2.0/33', '2001:db8::/129', 'fe80::1%eth0'])(
    '%s is none',
    (words) => {
      expect(readWords(words).map(({ kind }) => kind)).not.toContainEqual(expect.stringMatching(/address|prefix/));
    },
  ); // prettier-ignore
});

describe('a case code', () => {
  it.each(['K7QM-2TXD', 'k7qm-2txd', 'K7QM2TXD', 'K7QM 2TXD', '#K7QM-2TXD', 'case K7QM-2TXD', 'Code: k7qm–2txd', 'Fall K7QM-2TXD'])(
    '%s',
    (words) => {
      expect(all(words)[0]).toBe('case K7QM-2TXD');
    },
  ); // prettier-ignore

  it('reads letters that look like figures as those', () => {
    expect(all('koil-2txd')[0]).toBe('case K011-2TXD');
  });

  it('comes last when it has nothing but figures', () => {
    expect(all('4711-0801')).toEqual([
      'line 4711-0801',
      'access 4711-0801',
      'customer 4711-0801',
      'phone 47110801',
      'case 4711-0801',
    ]);
  });

  it('has eight signs', () => {
    expect(all('K7QM-2TX')[0]).toBe('line K7QM-2TX');
  });
});

describe('a telephone number', () => {
  it.each([
    ['+44 20 7946 0123', 'phone +442079460123'],
    ['+44 (0)20 7946 0123', 'phone +442079460123'],
    ['0044 20 7946 0123', 'phone +442079460123'],
    ['020 7946 0123', 'phone 02079460123'],
    ['(020) 7946 0123', 'phone 02079460123'],
    ['030/23125 004', 'phone 03023125004'],
    ['tel:+442079460123', 'phone +442079460123'],
    ['Tel. 020 7946 0123', 'phone 02079460123'],
    ['Telefon: +49 30 23125004', 'phone +493023125004'],
  ])('%s', (words, reading) => {
    expect(all(words)).toEqual([reading]);
  });

  it('without blanks may be a number of anything else first', () => {
    expect(all('02079460123')).toEqual([
      'line 02079460123',
      'access 02079460123',
      'customer 02079460123',
      'phone 02079460123',
    ]);
  });
});

describe('an e-mail address', () => {
  it.each(['ann@mail.example', '<ann@mail.example>', 'Ann Lee <ann@mail.example>', 'mailto:ann@mail.example', 'E-Mail: ann@mail.example', 'ann@mail.example,'])(
    '%s may be what the network calls a line, and comes after it',
    (words) => {
      expect(all(words)).toEqual(['access ann@mail.example', 'email ann@mail.example']);
    },
  ); // prettier-ignore
});

describe('anything else', () => {
  it.each([
    ['NL-00042', ['line NL-00042', 'access NL-00042', 'customer NL-00042']],
    ['Kundennummer: C-00042', ['line C-00042', 'access C-00042', 'customer C-00042']],
    ['aa:bb:cc:dd:ee:ff', ['line aa:bb:cc:dd:ee:ff', 'access aa:bb:cc:dd:ee:ff', 'customer aa:bb:cc:dd:ee:ff']],
    ['leipzig-3 eth 1/2:100', ['line leipzig-3 eth 1/2:100', 'access leipzig-3 eth 1/2:100', 'customer leipzig-3 eth 1/2:100']],
    ['4711', ['line 4711', 'access 4711', 'customer 4711']],
  ])('%s may be several things', (words, readings) => {
    expect(all(words)).toEqual(readings);
  }); // prettier-ignore

  it.each(['', '   ', '""', 'x'.repeat(301)])('%j is nothing', (words) => {
    expect(readWords(words)).toEqual([]);
  });

  it('may be what the network calls a line even where it is long', () => {
    expect(readWords('x'.repeat(220)).map(({ kind }) => kind)).toEqual(['access']);
  });
});
