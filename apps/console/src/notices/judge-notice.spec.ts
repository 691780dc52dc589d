import { describe, expect, it } from 'vitest';

import { countStates, NOTICE_STATES, noticeLook, wantsSomebody } from './judge-notice.js';

describe('states of letters', () => {
  it('are counted over all letters, those first that want somebody', () => {
    expect(
      countStates([
        { state: 'delivered', count: 3 },
        { state: 'failed', count: 1 },
        { state: 'delivered', count: 2 },
        { state: 'lost', count: 1 },
      ]),
    ).toEqual([
      { state: 'failed', count: 1 },
      { state: 'delivered', count: 5 },
      { state: 'lost', count: 1 },
    ]);
  });

  it.each(NOTICE_STATES)('%s is never red or amber without wanting somebody', (state) => {
    const [tone] = noticeLook(state);
    expect(tone === 'broken' || tone === 'waiting').toBe(wantsSomebody(state));
  });
});
