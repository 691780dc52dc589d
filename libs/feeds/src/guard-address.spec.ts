import { describe, expect, it } from 'vitest';

import { isPublicAddress, whyNotAsk } from './guard-address.js';

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '2606:4700::1111'])('%s is', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    '127.0.0.1', '10.0.0.1', '169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a00:1', '100.64.0.1', '0.0.0.0',
    '224.0.0.1', '::1', 'fe80::1', 'fd00::1', '255.255.255.255', 'localhost', '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false)); // prettier-ignore
});

describe('whyNotAsk', () => {
  it.each([
    ['http://example.net/', 'it is not https'],
    ['https://example.net:22/', 'port 22 is not a usual one for https'],
    ['https://u:p@example.net/', 'it carries a user name or password; use headersFile'],
    ['https://[::1]/', '::1 is no address of the public Internet'],
    ['https://2130706433/', '127.0.0.1 is no address of the public Internet'],
    ['file:///etc/passwd', 'file: is no web address'],
    ['https://example.net/', null],
  ])('%s', (url, reason) => {
    expect(whyNotAsk(new URL(url), false)).toBe(reason);
  });

  it('lets a feed inside the own network be asked when a person said so', () => {
    expect(whyNotAsk(new URL('http://10.0.0.1:8080/'), true)).toBeNull();
    expect(whyNotAsk(new URL('http://u@10.0.0.1/'), true)).not.toBeNull();
  });
});
