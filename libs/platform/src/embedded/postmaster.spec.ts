import { describe, expect, it } from 'vitest';

import { parsePostmaster } from './postmaster.js';

describe('parsePostmaster', () => {
  it('reads pid, start and port', () => {
    const text = '4711\n/var/lib/lazaret/cluster\n1795365600\n40123\n\n127.0.0.1\n  1234 5678\nready   \n';
    expect(parsePostmaster(text)).toEqual({ pid: 4711, started: '1795365600', port: 40_123 });
  });

  it.each([[''], ['4711\n/var/lib\n1795365600\n'], ['-4711\n/var/lib\n1795365600\n40123\n'], ['rubbish']])(
    'half written or foreign: %j',
    (text) => {
      expect(parsePostmaster(text)).toBeUndefined();
    },
  );
});
