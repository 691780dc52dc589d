import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Refused, Secret } from '@lazaret/kernel';

import { MOST_ATTRIBUTES, type Attribute } from './attribute.js';
import { CODE } from './numbers.js';
import { decodePacket } from './packet.js';
import { encodeRequest, verifyReply, verifyRequest } from './sign.js';

const SECRET = new Secret('a secret of many letters');
const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** A packet of these octets behind its head. */
const packet = (rest: string, length = 20 + hex(rest).length): Uint8Array =>
  Buffer.concat([Buffer.from([4, 7, length >> 8, length & 0xff]), Buffer.alloc(16), hex(rest)]);

const value = (most: number) => fc.uint8Array({ minLength: 1, maxLength: most });
const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.record({
    type: fc.integer({ min: 1, max: 255 }).filter((n) => n !== 26 && n !== 80),
    value: value(253),
  }),
  fc.record({
    type: fc.constant(26),
    vendor: fc.record({
      id: fc.integer({ min: 0, max: 0xffffffff }),
      type: fc.integer({ min: 0, max: 255 }),
    }),
    value: value(247),
  }),
);
const plain = (attributes: readonly Attribute[]): unknown =>
  attributes.map((a) => ({ ...a, value: Buffer.from(a.value).toString('hex') }));

describe('a packet', () => {
  it('comes back as it was made', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(CODE.accountingRequest, CODE.coaRequest, CODE.disconnectRequest),
        fc.integer({ min: 0, max: 255 }),
        fc.array(attribute, { maxLength: 12 }),
        (code, identifier, attributes) => {
          const bytes = encodeRequest({ code, identifier, attributes }, SECRET);
          const back = decodePacket(bytes);
          expect([back.code, back.identifier]).toEqual([code, identifier]);
          const own = code === CODE.accountingRequest ? 0 : 1;
          expect(plain(back.attributes.slice(own))).toEqual(plain(attributes));
          expect(verifyRequest(bytes, SECRET)).toBe(true);
        },
      ),
    );
  });

  it('is read or refused, whatever the bytes', () => {
    const good = encodeRequest(
      { code: CODE.coaRequest, identifier: 1, attributes: [{ type: 1, value: hex('616e6e61') }] },
      SECRET,
    );
    const mutated = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 8,
      })
      .map((changes) => {
        const bytes = Uint8Array.from(good);
        for (const [at, octet] of changes) bytes[at] = octet;
        return bytes;
      });
    // Random bytes with a length that is true get as far as the attributes.
    const framed = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => packet(Buffer.from(bytes).toString('hex')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 4_200 }), framed, mutated), (bytes) => {
        const request = decodePacket(good);
        verifyReply(bytes, request, SECRET);
        if (Buffer.compare(bytes, good) !== 0) expect(verifyRequest(bytes, SECRET)).toBe(false);
        try {
          decodePacket(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
          expect((error as Refused).problems[0]?.at).toMatch(/^octet \d+/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is its length long; what follows is padding', () => {
    const bytes = Buffer.concat([packet('0103 61'), hex('ffffff')]);
    expect(plain(decodePacket(bytes).attributes)).toEqual([{ type: 1, value: '61' }]);
  });

  it('keeps nothing of the memory it was read from', () => {
    const bytes = packet('0103 61');
    const { attributes, authenticator } = decodePacket(bytes);
    bytes.fill(0xff);
    expect(plain(attributes)).toEqual([{ type: 1, value: '61' }]);
    expect([...authenticator]).toEqual(new Array(16).fill(0));
  });

  it.each([
    ['nothing', new Uint8Array(0), 'octet 0'],
    ['19 octets', new Uint8Array(19), 'octet 0'],
    ['a length below the head', packet('', 19), 'octet 2'],
    ['a length beyond what came', packet('', 21), 'octet 2'],
    ['a length beyond 4096', Buffer.concat([packet('', 4_097), Buffer.alloc(4_077)]), 'octet 2'],
    ['an attribute without length', packet('0103 61 01'), 'octet 23, attribute 1'],
    ['an attribute of length 0', packet('0103 61 0100'), 'octet 23, attribute 1'],
    ['an attribute of length 1', packet('0101'), 'octet 20, attribute 1'],
    ['an attribute beyond the end', packet('0104 61'), 'octet 20, attribute 1'],
    ['too many attributes', packet('1902'.repeat(MOST_ATTRIBUTES + 1)), 'octet 1044, attribute 25'],
    [
      'too many vendor attributes',
      packet('1afe 00003a8c'.concat('0102'.repeat(124)).repeat(5)),
      'octet 1036, attribute 26',
    ],
  ])('is refused for %s', (_, bytes, at) => {
    let error: unknown;
    try {
      decodePacket(bytes);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).problems[0]?.at).toBe(at);
  });

  it('bears with an empty value', () => {
    expect(plain(decodePacket(packet('5702 0103 61')).attributes)).toEqual([
      { type: 87, value: '' },
      { type: 1, value: '61' },
    ]);
  });
});

describe('vendor attributes', () => {
  it('lie several in one', () => {
    expect(plain(decodePacket(packet('1a0d 00003a8c 1303 61 0804 6263')).attributes)).toEqual([
      { type: 26, vendor: { id: 14988, type: 19 }, value: '61' },
      { type: 26, vendor: { id: 14988, type: 8 }, value: '6263' },
    ]);
  });

  it.each([
    ['no room for an attribute', '1a06 00003a8c'],
    ['a length beyond the end', '1a09 00003a8c 1304 61'],
    ['a length of 1', '1a09 00003a8c 1301 61'],
    ['an octet left over', '1a0a 00003a8c 1303 61 01'],
  ])('of another form stay whole: %s', (_, octets) => {
    const [attribute, ...rest] = decodePacket(packet(octets)).attributes;
    expect(rest).toEqual([]);
    expect(attribute?.vendor).toBeUndefined();
    expect(Buffer.from(attribute?.value ?? []).toString('hex')).toBe(octets.replaceAll(' ', '').slice(4));
  });
});

describe('what does not fit', () => {
  it.each<[string, Partial<{ code: number; identifier: number; attributes: Attribute[] }>]>([
    ['an empty value', { attributes: [{ type: 1, value: new Uint8Array(0) }] }],
    ['a long value', { attributes: [{ type: 1, value: new Uint8Array(254) }] }],
    [
      'a long vendor value',
      { attributes: [{ type: 26, vendor: { id: 9, type: 1 }, value: new Uint8Array(248) }] },
    ],
    ['a type beyond a byte', { attributes: [{ type: 256, value: new Uint8Array(1) }] }],
    [
      'a vendor under another type',
      { attributes: [{ type: 25, vendor: { id: 9, type: 1 }, value: new Uint8Array(1) }] },
    ],
    ['a long packet', { attributes: new Array(17).fill({ type: 1, value: new Uint8Array(250) }) }],
    ['an identifier beyond a byte', { identifier: 256 }],
    ['a code that is not ours', { code: CODE.accessRequest }],
    ['a Message-Authenticator given', { attributes: [{ type: 80, value: new Uint8Array(16) }] }],
  ])('is refused: %s', (_, facts) => {
    const message = { code: CODE.coaRequest, identifier: 1, attributes: [], ...facts };
    expect(() => encodeRequest(message, SECRET)).toThrow(Refused);
  });
});
