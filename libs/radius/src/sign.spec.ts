import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { IpAddress, Refused, Secret } from '@lazaret/kernel';

import { integer, ipv4, octets, text } from './make-value.js';
import { ATTRIBUTE, CODE } from './numbers.js';
import { decodePacket } from './packet.js';
import { find, readText } from './read-value.js';
import { encodeReply, encodeRequest, verifyReply, verifyRequest } from './sign.js';

const SECRET = new Secret('testing123');
const OTHER = new Secret('testing124');
const hex = (value: string): Uint8Array => Buffer.from(value.replace(/\s/g, ''), 'hex');
const toHex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** RFC 2865 §7.1: user nemo of the NAS 192.168.1.16, and the answer. */
const NEMO = {
  secret: new Secret('xyzzy5461'),
  request:
    hex(`01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d
    93 d4 13 ce 31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03`),
  accept: hex(`02 00 00 26 86 fe 22 0e 76 24 ba 2a 10 05 f6 bf 9b 55 e0 b2 06 06 00 00 00 01 0f 06 00 00 00 00
    0e 06 c0 a8 01 03`),
};

/** What radclient 3.2.1 sent, with the secret testing123. */
const RADCLIENT = {
  interim: `041f00ad2fdd469a2de154bbeedd2b5bec32504c2806000000032c063041314201096ac3bc7267656e0406c0000201
    0806cb0071077b14003820010db8ff00000000000000000000006114004020010db8000100020000000000000000a81220010db8
    000000000000000000000007590663756931370669153ec01a1a0000197f79143139382e35312e3130302e3720312d3531321a0c
    000007dba106c63364091a0c000007dba20600000400`,
  'start with Message-Authenticator': `04b4003e116c2cff8036bd253df546dbd85dde0f2806000000012c06304131430106616e
    6e612006626e673150123f1762aca4157796cda0b4f2176bbdc9`,
  'CoA with Message-Authenticator last': `2bc3005c59022c0fafa7a933799cb05d7cb9bfbc0106616e6e612c06304131421a15
    00003a8c130f6c617a617265742d6c65616b790b0f6c617a617265742d6c65616b791b0600000e105012d29232bf6b8c096facf3
    94215a65e302`,
  disconnect: '28900020cdf97b93885fb9861308df2807803ca22c06304131420406c0000201',
};

describe('RFC 2865 §7.1', () => {
  it('is read as it is printed there', () => {
    const request = decodePacket(NEMO.request);
    expect(request.code).toBe(CODE.accessRequest);
    expect(readText(find(request, ATTRIBUTE.userName))).toBe('nemo');
  });

  it('has an answer that verifies', () => {
    const request = decodePacket(NEMO.request);
    expect(verifyReply(NEMO.accept, request, NEMO.secret)).toBe(true);
    expect(verifyReply(NEMO.accept, request, OTHER)).toBe(false);
    expect(verifyReply(NEMO.accept, { ...request, identifier: 1 }, NEMO.secret)).toBe(false);
    expect(verifyReply(NEMO.accept, { ...request, code: CODE.coaRequest }, NEMO.secret)).toBe(false);
  });
});

describe.each(Object.entries(RADCLIENT))('a request of radclient: %s', (_, octetsAsHex) => {
  const bytes = hex(octetsAsHex);

  it('verifies with the right secret only', () => {
    expect(verifyRequest(bytes, SECRET)).toBe(true);
    expect(verifyRequest(bytes, OTHER)).toBe(false);
  });

  it('verifies no more after any octet changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifyRequest(changed, SECRET)).toBe(false);
    }
  });
});

describe('a request of ours', () => {
  const attributes = [
    text(ATTRIBUTE.acctSessionId, '0A1B'),
    ipv4(ATTRIBUTE.nasIpAddress, IpAddress.parse('192.0.2.1')),
  ];

  it.each([CODE.coaRequest, CODE.disconnectRequest])('of code %d begins with its digest', (code) => {
    const bytes = encodeRequest({ code, identifier: 7, attributes }, SECRET);
    expect(bytes[20]).toBe(80);
    expect(bytes[21]).toBe(18);
    // RFC 5176 §3.4 by hand: the HMAC over zeros in both places, then the digest over the HMAC.
    const blank = Uint8Array.from(bytes);
    blank.fill(0, 4, 20).fill(0, 22, 38);
    const mac = createHmac('md5', 'testing123').update(blank).digest();
    expect(toHex(bytes.subarray(22, 38))).toBe(mac.toString('hex'));
    blank.set(mac, 22);
    expect(toHex(bytes.subarray(4, 20))).toBe(
      createHash('md5').update(blank).update('testing123').digest('hex'),
    );
  });

  it('of accounting has none', () => {
    const bytes = encodeRequest({ code: CODE.accountingRequest, identifier: 7, attributes }, SECRET);
    expect(find(decodePacket(bytes), ATTRIBUTE.messageAuthenticator)).toBeUndefined();
    expect(verifyRequest(bytes, SECRET)).toBe(true);
  });

  it.each([
    ['twice', [80, 18], 2],
    ['of another length', [80, 10], 1],
  ])('is not verified with a Message-Authenticator %s', (_, [type = 0, length = 0], times) => {
    const one = [type, length, ...new Array<number>(length - 2).fill(0)];
    const rest = new Array<number[]>(times).fill(one).flat();
    const bytes = Buffer.concat([
      Buffer.from([43, 1, 0, 20 + rest.length]),
      Buffer.alloc(16),
      Buffer.from(rest),
    ]);
    bytes.set(createHash('md5').update(bytes).update('testing123').digest(), 4);
    expect(verifyRequest(bytes, SECRET)).toBe(false);
  });
});

describe('an answer', () => {
  const bytes = encodeRequest(
    {
      code: CODE.coaRequest,
      identifier: 9,
      attributes: [octets(ATTRIBUTE.proxyState, hex('0001')), octets(ATTRIBUTE.proxyState, hex('0002'))],
    },
    SECRET,
  );
  const request = decodePacket(bytes);
  const nak = { code: CODE.coaNak, attributes: [integer(ATTRIBUTE.errorCause, 503)] };

  it('verifies against its request only', () => {
    const reply = encodeReply(request, nak, SECRET);
    expect(verifyReply(reply, request, SECRET)).toBe(true);
    expect(verifyReply(reply, request, OTHER)).toBe(false);
    const another = decodePacket(
      encodeRequest({ code: CODE.coaRequest, identifier: 9, attributes: [] }, SECRET),
    );
    expect(verifyReply(reply, another, SECRET)).toBe(false);
    for (let at = 0; at < reply.length; at++) {
      const changed = Uint8Array.from(reply);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifyReply(changed, request, SECRET)).toBe(false);
    }
  });

  it('carries the Proxy-States back in their order', () => {
    const reply = decodePacket(encodeReply(request, nak, SECRET));
    const states = reply.attributes.filter(({ type }) => type === ATTRIBUTE.proxyState);
    expect(states.map((a) => toHex(a.value))).toEqual(['0001', '0002']);
  });

  it('of FreeRADIUS has no Message-Authenticator and verifies', () => {
    const ack = Buffer.from([44, 9, 0, 20]);
    const digest = createHash('md5').update(ack).update(request.authenticator).update('testing123').digest();
    expect(verifyReply(Buffer.concat([ack, digest]), request, SECRET)).toBe(true);
  });

  it('to accounting is 20 octets', () => {
    const accounting = decodePacket(hex(RADCLIENT.disconnect.replace(/^28/, '04')));
    const reply = encodeReply(accounting, { code: CODE.accountingResponse, attributes: [] }, SECRET);
    expect(reply).toHaveLength(20);
    expect(verifyReply(reply, accounting, SECRET)).toBe(true);
  });

  it('that does not belong to the request is refused', () => {
    expect(() => encodeReply(request, { code: CODE.accountingResponse, attributes: [] }, SECRET)).toThrow(
      Refused,
    );
  });
});
