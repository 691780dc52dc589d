import { describe, expect, it } from 'vitest';

import { anObservation } from '../known-case.contract.js';
import { on } from '../november.contract.js';
import { sayChain, type Chain } from './say-chain.js';

const lease = {
  leaseId: 1, holder: { kind: 'circuit', value: 'LPZ3/4/12' }, heldFrom: on(12, '08:14'), heldTo: null, certainTo: null,
  ended: null, ports: '40000-40255', nas: 'leipzig-3', file: '/var/log/detail', line: 9,
} as const; // prettier-ignore
const chain: Chain = {
  observation: anObservation(),
  answer: { outcome: 'line', reason: 'held', source: 'radius', lease },
  line: { ref: '4711-08', class: 'residential', confinable: true, protection: null },
  tenure: { from: on(1), to: null },
};
const said = (given: Partial<Chain>): string[] =>
  sayChain({ ...chain, ...given }).map(({ step, title, detail }) => `${step}: ${title} (${detail})`);

describe('a chain', () => {
  it('goes from the row to the line', () => {
    expect(said({})).toEqual([
      'row: Row 2 of event4_sinkhole.csv (192.0.2.1 port 40000 at 2026-11-12 09:00:00 UTC, actor, cannot be forged)',
      'port-block: Ports 40000–40255 of 192.0.2.1 (held from 2026-11-12 08:14 UTC until now, says radius, detail:9)',
      'session: Circuit LPZ3/4/12 (session on leipzig-3)',
      'line: Line 4711-08 (residential, tenure since 2026-11-01, may be confined)',
    ]);
    expect(sayChain(chain)[0]).toMatchObject({
      report: { id: 1, name: 'event4_sinkhole.csv', line: 2 },
      at: on(12, '09:00'),
    });
  });

  it('names an address that is the line’s alone, and a contract', () => {
    const own = { ...lease, ports: null, nas: null, file: null, heldFrom: null, heldTo: on(13) };
    expect(said({ answer: { outcome: 'line', reason: 'held', source: 'static', lease: own } }).slice(1, 3)).toEqual([
      'lease: Address 192.0.2.1 (held since ever until 2026-11-13 10:00 UTC, says static)',
      'session: Circuit LPZ3/4/12 (by contract)',
    ]); // prettier-ignore
  });

  it('says why a line is never confined, and when its tenure is over', () => {
    const protection = { at: on(2), by: 'ann', reason: 'an alarm' };
    const tenure = { from: on(1), to: on(9) };
    expect(
      said({ tenure, line: { ref: '1', class: 'residential', confinable: false, protection } }).at(-1),
    ).toBe('line: Line 1 (residential, tenure since 2026-11-01 until 2026-11-09, never confined: an alarm)');
  });

  it('ends where nothing is known any more, and tells nothing of whoever has it now', () => {
    expect(said({ answer: null })).toHaveLength(1);
    expect(
      said({ answer: { outcome: 'no-lease', reason: 'nobody', source: null, lease: null } }).slice(1),
    ).toEqual(['lease: No record (The ledger answers now: no-lease.)']);
  });
});
