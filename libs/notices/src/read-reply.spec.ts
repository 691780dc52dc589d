import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readFailure, readRemoteId, scrub, type Failure } from './read-reply.js';

const failure = (facts: Partial<Failure>): Failure => ({
  code: 550,
  text: '',
  command: 'RCPT TO',
  begun: false,
  final: false,
  ...facts,
});
const refused = (permanent: boolean, badAddress: boolean): object => ({
  outcome: 'refused',
  permanent,
  badAddress,
});

describe('reading a failure', () => {
  it.each<[Partial<Failure>, object]>([
    [{ code: 550, text: '550 5.1.1 unknown' }, refused(true, true)],
    [{ code: 550, text: '550 no such user' }, refused(true, true)],
    [{ code: 550, text: '550 5.2.1 disabled' }, refused(true, true)],
    [{ code: 552, text: '552 5.2.2 mailbox full' }, refused(true, false)],
    [{ code: 554, text: '554 5.7.1 relay access denied' }, refused(true, false)],
    [{ code: 553, text: '553 5.1.8 bad sender domain' }, refused(true, false)],
    [{ code: 450, text: '450 4.2.1 later' }, refused(false, false)],
    [{ code: 452, command: 'DATA', text: '452 full' }, refused(false, false)],
    [{ code: 421, text: '421 closing' }, { outcome: 'unreachable' }],
    [{ code: 550, command: 'MAIL FROM', text: '550 5.7.1 not you' }, { outcome: 'unreachable' }],
    [{ code: 535, command: 'AUTH PLAIN', text: '535 wrong password' }, { outcome: 'unreachable' }],
    [{ code: null, command: 'CONN', text: 'connect ECONNREFUSED' }, { outcome: 'unreachable' }],
    [{ code: null, command: 'API', text: 'Invalid recipient' }, refused(true, true)],
    [{ code: 554, command: 'DATA', begun: true, final: true, text: '554 spam' }, refused(true, false)],
    [{ code: 451, command: 'DATA', begun: true, final: true, text: '451 later' }, refused(false, false)],
    [{ code: null, command: 'CONN', begun: true, text: 'closed' }, { outcome: 'unanswered' }],
    [{ code: 421, command: 'CONN', begun: true, text: '421 timeout' }, { outcome: 'unanswered' }],
  ])('%j', (facts, expected) => {
    expect(readFailure(failure(facts), 'anna@home.example')).toMatchObject(expected);
  });

  it('never keeps the recipient, however the server spells it', () => {
    const around = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(
        around,
        around,
        fc.constantFrom('anna.berg@home.example', 'ANNA.BERG', '<anna.berg@home.example>'),
        (a, b, who) => {
          expect(scrub(`${a} ${who} ${b}`, 'anna.berg@home.example').toLowerCase()).not.toContain(
            'anna.berg',
          );
        },
      ),
    );
  });

  it('keeps one short line', () => {
    expect(scrub(`550 a\r\n550 b ${'x'.repeat(500)}`, 'a@b.c')).toMatch(/^550 a 550 b x{100,200}$/);
    expect(scrub('see mailto:other@person.example!', 'a@b.c')).not.toContain('other');
  });

  it.each([
    ['250 2.0.0 Ok: queued as 4F1A2B', '4F1A2B'],
    ['250 OK id=1tAbCd-0003Xy-2K', '1tAbCd-0003Xy-2K'],
    ['250 2.0.0 a1-20020a05 gsmtp', 'a1-20020a05'],
    ['250 Message accepted', null],
  ])('finds the remote id in %s', (response, id) => {
    expect(readRemoteId(response)).toBe(id);
  });
});
