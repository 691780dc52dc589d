import { describe, expect, it } from 'vitest';

import { Personal } from '@lazaret/kernel';

import { judgeReport } from './judge-report.js';
import { NOTICE_STATES, type NoticeState } from './notice.entity.js';
import { ACTIONS, type DeliveryReport } from './read-report.js';

const TOKEN = '0123456789abcdef';
const messageId = `<notice-42.${TOKEN}@bounce.northlight.example>`;

function aReport(facts: Partial<DeliveryReport> = {}): DeliveryReport {
  return {
    kind: 'report',
    action: 'delivered',
    status: '2.0.0',
    badAddress: false,
    names: [{ id: 42, token: TOKEN }],
    recipients: new Personal(['reader@home.example']),
    ...facts,
  };
}

describe('a report', () => {
  it.each(NOTICE_STATES)('about a notice that is %s', (state) => {
    const left: NoticeState[] = ['sending', 'sent', 'uncertain'];
    const outcomes = ACTIONS.map((action) => judgeReport(aReport({ action }), { state, messageId }));
    expect(outcomes).toEqual(
      left.includes(state)
        ? ['delivered', 'bounced', 'no-news', 'no-news', 'no-news']
        : ['unchanged', 'unchanged', 'no-news', 'no-news', 'no-news'],
    );
  });

  it.each([
    ['forged', aReport({ names: [{ id: 42, token: 'f'.repeat(16) }] })],
    ['forged', aReport({ names: [{ id: 4, token: TOKEN }] })],
    ['unknown', aReport({ names: [] })],
    [
      'ill-formed',
      aReport({
        names: [
          { id: 42, token: TOKEN },
          { id: 43, token: TOKEN },
        ],
      }),
    ],
  ])('is %s', (outcome, report) => {
    expect(judgeReport(report, { state: 'sent', messageId })).toBe(outcome);
  });

  it('about no notice of ours is unknown', () => {
    expect(judgeReport(aReport(), undefined)).toBe('unknown');
  });
});
