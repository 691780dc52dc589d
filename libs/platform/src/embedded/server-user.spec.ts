import { describe, expect, it } from 'vitest';

import { accountOf } from './server-user.js';

const PASSWD = [
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'postgresql:x:200:200::/:/bin/sh',
  'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
  'damaged:x',
].join('\n');

describe('accountOf', () => {
  it.each([
    ['postgres', { uid: 101, gid: 104 }],
    ['nobody', { uid: 65_534, gid: 65_534 }],
    ['absent', undefined],
    ['damaged', undefined],
    // Dropping to root would be no drop.
    ['root', undefined],
  ])('%s', (name, account) => {
    expect(accountOf(PASSWD, name)).toEqual(account);
  });
});
