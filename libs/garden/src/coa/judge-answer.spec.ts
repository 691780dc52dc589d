import { describe, expect, it } from 'vitest';

import { ATTRIBUTE, CODE, integer, time, type Attribute, type Packet } from '@lazaret/radius';

import { isFresh, judgeAnswer } from './judge-answer.js';

const answer = (code: number, ...attributes: Attribute[]): Packet => ({
  code,
  identifier: 1,
  authenticator: new Uint8Array(16),
  attributes,
});

describe('an answer', () => {
  it('of yes is yes', () => {
    expect(judgeAnswer(answer(CODE.coaAck))).toEqual({ kind: 'accepted' });
    expect(judgeAnswer(answer(CODE.coaAck, integer(ATTRIBUTE.errorCause, 503)))).toEqual({
      kind: 'accepted',
    });
  });

  it.each([401, 402, 403, 404, 405, 407, 501, 502, 504, 508, 999])('of no with %d stays no', (cause) => {
    expect(judgeAnswer(answer(CODE.coaNak, integer(ATTRIBUTE.errorCause, cause)))).toEqual({
      kind: 'refused',
      cause,
    });
  });

  it.each([
    [503, { kind: 'no-session' }],
    [506, { kind: 'busy', cause: 506 }],
    [507, { kind: 'unknown' }],
  ])('of no with %d is %j', (cause, outcome) => {
    expect(judgeAnswer(answer(CODE.coaNak, integer(ATTRIBUTE.errorCause, cause)))).toEqual(outcome);
  });

  it.each([
    ['without a cause', answer(CODE.coaNak)],
    ['with a cause of three octets', answer(CODE.coaNak, { type: 101, value: new Uint8Array(3) })],
  ])('of no %s is no', (_, packet) => {
    expect(judgeAnswer(packet)).toEqual({ kind: 'refused', cause: null });
  });

  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])('said %d seconds from now is fresh: %s', (seconds, fresh) => {
    const now = new Date('2026-11-12T10:00:00Z');
    const said = new Date(now.getTime() + seconds * 1_000);
    expect(isFresh(answer(CODE.coaAck, time(ATTRIBUTE.eventTimestamp, said)), now)).toBe(fresh);
    expect(isFresh(answer(CODE.coaAck), now)).toBe(true);
  });
});
