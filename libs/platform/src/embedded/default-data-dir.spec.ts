import { describe, expect, it } from 'vitest';

import { defaultDataDir } from './default-data-dir.js';

describe('defaultDataDir', () => {
  it.each([
    ['root', {}, 0, '/root', '/var/lib/lazaret'],
    ['an ordinary user', {}, 1000, '/home/ada', '/home/ada/.local/share/lazaret'],
    ['told otherwise', { LAZARET_DATA_DIR: '/srv/lazaret' }, 0, '/root', '/srv/lazaret'],
    ['told nothing', { LAZARET_DATA_DIR: '' }, 0, '/root', '/var/lib/lazaret'],
  ])('%s', (_who, environment, uid, home, expected) => {
    expect(defaultDataDir(environment, uid, home)).toBe(expected);
  });
});
