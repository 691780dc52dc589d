import { describe, expect, it } from 'vitest';

import { readFacts, writeFacts } from '@lazaret/policy';

import { buildFacts } from './build-facts.js';
import { aNoticeFact, anAbout, aSnapshot } from './known-case.contract.js';
import { on } from './november.contract.js';

const { line } = anAbout();

describe('the facts of a case', () => {
  it('are facts as policy reads them back, with every kind of evidence in it', () => {
    const told = [{ at: on(10), class: 'vulnerable' as const }];
    const facts = buildFacts(
      aSnapshot({ acknowledgedAt: on(13), withdrawnAt: on(12, '11:00'), previousCases: 2 }),
      anAbout({ notices: [aNoticeFact()], told, silentLiveDays: 3, line: { ...line, region: 'GB-SCT' } }),
    );
    expect(readFacts(writeFacts(facts))).toEqual(facts);
    expect(facts).toMatchObject({
      line: { region: 'GB-SCT' },
      history: { told },
      silentLiveDays: 3,
      previousCases: 2,
    });
  });

  it('name nobody and nothing that leads to somebody', () => {
    const text = writeFacts(buildFacts(aSnapshot(), anAbout({ notices: [aNoticeFact()] })));
    for (const trace of ['7001', '7002', '7003', '7004', 'H7KM', 'ref-of', 'brand-of', 'nas-of', '250 Ok'])
      expect(text).not.toContain(trace);
  });

  it('leave out a region nobody gave, so that every holiday counts', () => {
    expect(buildFacts(aSnapshot(), anAbout()).line).toEqual({
      class: 'residential',
      confinable: true,
      timeZone: 'Europe/London',
    });
  });

  it.each([
    ['sent', { state: 'sent' as const }, on(12, '10:30')],
    ['uncertain', { state: 'uncertain' as const, sentAt: null }, on(12, '10:31')],
    ['planned', { state: 'planned' as const, sentAt: null, settledAt: null }, null],
  ])('say since when a notice has been %s', (_state, notice, at) => {
    const [fact] = buildFacts(aSnapshot(), anAbout({ notices: [aNoticeFact(notice)] })).notices;
    expect(fact).toEqual({
      template: 'first',
      round: 1,
      channel: 'email',
      state: notice.state,
      plannedAt: on(12),
      settledAt: at,
    });
  });

  it('say when the tenure ends', () => {
    const tenure = { id: 7003, lineId: 7002, from: on(1), to: on(20) };
    expect(buildFacts(aSnapshot(), anAbout({ tenure })).tenureEndedAt).toEqual(on(20));
  });

  it('know what the garden says of the line, and whether there is one', () => {
    const { garden } = anAbout();
    const stay = { from: on(9), to: null };
    const known = { ...garden, state: 'active' as const, since: on(9), confinements: [stay], available: false };
    const facts = buildFacts(aSnapshot(), anAbout({ garden: known }));
    expect(facts.garden).toEqual({
      available: false, stopped: false, state: 'active', since: on(9), releaseAskedAt: null,
    });
    expect(facts.history.confinements).toEqual([stay]);
  }); // prettier-ignore
});
