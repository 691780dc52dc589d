import { describe, expect, it } from 'vitest';

import { de } from '../words/de.js';
import { en } from '../words/en.js';
import { judgeBanner, type Answer } from './judge-banner.js';

const when = () => 'yesterday 11:20';
const answer = (given: Partial<Answer>) => ({
  limited: 'no' as const,
  verdict: 'nothing' as const,
  since: '2026-04-13T09:20:00.000Z',
  seenSinceRelease: false,
  ...given,
});

describe('judgeBanner', () => {
  it.each([
    [{ limited: 'yes', verdict: 'limited' }, 'confined', 'Limited by us since yesterday 11:20'],
    [{ limited: 'asked', verdict: 'limited' }, 'waiting', 'Not limited yet: the network was asked to'],
    [{ limited: 'ending', verdict: 'limited' }, 'waiting', 'Being opened right now'],
    [{ limited: 'unsure', verdict: 'limited' }, 'broken', 'Perhaps limited: the network does not answer'],
    [{ verdict: 'told' }, 'told', 'Not limited. They were told yesterday 11:20'],
    [{ verdict: 'released' }, 'clear', 'Not limited. Opened yesterday 11:20'],
    [{ verdict: 'clear', since: null }, 'clear', 'Not limited. All clear'],
    [{ verdict: 'nothing' }, 'watching', 'Not limited by us, and nothing sent in 30 days'],
  ] as const)('%o', (given, tone, text) => {
    expect(judgeBanner(answer(given), en, when)).toMatchObject({ tone, text });
  });
  it('does not call clear what was seen again', () => {
    const { tone, text } = judgeBanner(answer({ verdict: 'released', seenSinceRelease: true }), de, when);
    expect(tone).toBe('told');
    expect(text).toContain('wieder gesehen');
  });
  it('says doubt whatever the verdict', () => {
    expect(judgeBanner(answer({ verdict: 'told', limited: 'unsure' }), en, when).tone).toBe('broken');
  });
});
