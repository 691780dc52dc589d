import { describe, expect, it } from 'vitest';

import { explainAnswer, REASONS } from './explain-answer.js';

describe('the reason of an answer', () => {
  const nothing = {
    outcome: 'line',
    source: null,
    watermark: null,
    prefix: null,
    organisation: null,
  } as const;

  it('is a sentence of its own for each, whatever is unknown', () => {
    const sentences = REASONS.map((why) => explainAnswer({ ...nothing, why }));
    expect(new Set(sentences).size).toBe(REASONS.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Za-z].*\.$/);
  });

  it('names what is known', () => {
    const facts = {
      ...nothing,
      source: 'bng',
      watermark: new Date('2026-11-12T10:00:00Z'),
      prefix: '192.0.2.0/29',
      organisation: 'Reseller',
    };
    expect(explainAnswer({ ...facts, why: 'watermark' })).toBe(
      'bng has told us nothing later than 2026-11-12T10:00:00.000Z; it will be asked again.',
    );
    expect(explainAnswer({ ...facts, why: 'delegated' })).toContain('(192.0.2.0/29) to Reseller');
  });
});
