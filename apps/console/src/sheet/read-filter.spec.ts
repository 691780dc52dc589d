import { describe, expect, it } from 'vitest';

import { readFilter, writeFilterTo } from './read-filter.js';

describe('what an address says of filters', () => {
  it('keeps what is known and said', () => {
    expect(readFilter({ state: 'failed', feed: '', other: 'x' }, ['state', 'feed'])).toEqual({
      state: 'failed',
    });
  });

  it('passes over what is no text or too long', () => {
    expect(readFilter({ state: 7, feed: 'x'.repeat(201) }, ['state', 'feed'])).toEqual({});
  });
});

describe('a filter', () => {
  it('is set beside the others', () => {
    expect(writeFilterTo({ feed: 'a' }, 'state', 'failed')).toEqual({ feed: 'a', state: 'failed' });
  });

  it('is taken away by nothing', () => {
    expect(writeFilterTo({ feed: 'a', state: 'failed' }, 'feed', '')).toEqual({ state: 'failed' });
  });
});
