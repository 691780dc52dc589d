import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { permissionsOf } from '@lazaret/access';
import type { Instant } from '@lazaret/kernel';

import { on } from '../november.contract.js';
import { aSession, SmallProvider, type Home } from '../small-provider.contract.js';
import type { Asking } from './asker.js';
import { DeskHelpline, type HelplineAnswer, type HelplineReply } from './desk-helpline.service.js';
import { LineHandsStep } from './line-hands.step.js';

let provider: SmallProvider;
let held: Home;
let quiet: Home;

const CALL = on(10, '10:22');

function asking(now: Instant = CALL, locale: 'en' | 'de' = 'en', name = 'hal'): Asking {
  const preferences = { locale, timeZone: 'Europe/London' };
  return {
    by: { name, permissions: permissionsOf(['helpline']), preferences, requestId: 'r-1', address: null },
    now,
    real: new Date(),
  };
}

const ask = (words: string, by = asking(), at: Instant | null = null): Promise<HelplineReply> =>
  provider.database.run((tx) => provider.get(DeskHelpline).answer(tx, { words, at }, by));

async function answer(words: string, by = asking()): Promise<HelplineAnswer> {
  const reply = await ask(words, by);
  if (reply.answer === null) throw new Error(JSON.stringify(reply));
  return reply.answer;
}

/** Told on Monday the 2nd, and seen by two sources until Sunday: held back on Monday the 9th at nine. */
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
  held = await provider.home('held', { nas: 'bng-a' });
  quiet = await provider.home('quiet');
  await provider.directory('contact', [
    { subscriber: 'held', channel: 'email', value: held.mail },
    { subscriber: 'held', channel: 'phone', value: '+44 20 7946 0123' },
  ]);
  await provider.accounting(on(2), [on(2, '07:00'), aSession(held, '203.0.113.10')]);
  await provider.see('sinkhole', held.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(held, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, held.address, on(8, '20:00'));
  await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
  await provider.accounting(CALL, [
    on(10, '10:22'),
    { ...aSession(held, '203.0.113.10', 'Interim-Update'), 'Filter-Id': '"lazaret-leaky"' },
  ]);
  await provider.work(CALL);
});
afterAll(() => provider.close());

describe('somebody whose line is held back', () => {
  it('gets the whole answer by the code of the letter', async () => {
    const { code } = (await provider.story(held)).case;
    const told = await answer(code);
    expect(told).toMatchObject({
      line: 'held',
      case: code,
      limited: 'yes',
      verdict: 'limited',
      since: on(9, '09:00'),
      endsAt: on(16, '09:00'),
      stillWorks: 'Phone calls, emergency numbers, television and almost all of the internet.',
      lastSeenAt: on(8, '20:00'),
      seenSinceRelease: false,
      request: null,
      callerLocale: 'en',
      protected: false,
    });
    expect(told.why).toMatch(
      /^A device in this home is being misused .* last seen on 8 November 2026 at 20:00 UK time\.$/,
    );
    expect(told.say).toHaveLength(1);
    expect(told.say[0]?.text).toMatch(
      /^Your connection is not broken\. .* I can open your connection now\.$/,
    );
    expect(told.sent.map(({ template, case: of }) => `${template} ${of}`)).toEqual([
      `confined ${code}`,
      `reminder ${code}`,
      `first ${code}`,
    ]);
    expect(told.actions.filter(({ allowed }) => allowed).map(({ action }) => action)).toEqual([
      'release',
      'safety',
      'not-me',
      'call-back',
    ]);
  });

  it.each([
    ['the telephone number', () => '020 7946 0123'],
    ['the address', () => '203.0.113.10'],
    ['the e-mail address', () => held.mail],
    ['the line', () => 'held'],
  ])('by %s too', async (_, words) => {
    expect(await answer(words())).toMatchObject({ line: 'held', limited: 'yes' });
  });

  it('in the language of whoever answers, and in that of the line', async () => {
    const told = await answer('held', asking(CALL, 'de'));
    expect(told.why).toMatch(/^Ein Gerät in diesem Haushalt wird von anderen missbraucht\./);
    expect(told.say.map(({ locale }) => locale)).toEqual(['en', 'de']);
    expect(told.say[1]?.text).toMatch(/^Ihr Anschluss ist nicht defekt\./);
  });

  it('who said that it is cleaned hears when it opens by itself', async () => {
    await provider.database.query(
      `update garden.confinement set release_wanted_at = $2, release_wanted_why = 'cleaned' where line_id = $1`,
      [held.lineId, on(10, '08:00')],
    );
    const { request, say } = await answer('held');
    expect(request).toEqual({ kind: 'cleaned', at: on(10, '08:00'), releasesAt: on(11, '08:00') });
    expect(say[0]?.text).toContain('If nobody of us answers, it opens by itself on 11 November 2026');
  });
});

describe('a line of which there is nothing to say', () => {
  it('is definitely not limited by us, and nothing was sent in 30 days', async () => {
    const told = await answer('quiet');
    expect(told).toMatchObject({
      case: null, limited: 'no', verdict: 'nothing', since: null, endsAt: null, why: null, stillWorks: null, sent: [],
      lastSeenAt: null, version: null,
    }); // prettier-ignore
    expect(told.say[0]?.text).toMatch(/we have sent you nothing in the last 30 days/);
    expect(told.actions.map(({ action, forbidden }) => `${action} ${forbidden}`)).toEqual([
      'release not-confined',
      'safety null',
      'not-me no-evidence',
      'call-back no-evidence',
    ]);
  });
});

describe('when it is not clear who calls', () => {
  it('several lines of one customer: which one?', async () => {
    await provider.directory('line', [{ ref: 'held-2', class: 'residential', time_zone: 'Europe/London' }]);
    await provider.directory('tenure', [
      { line: 'held-2', subscriber: 'held', from: '2026-01-01T00:00:00Z' },
    ]);
    expect(await ask('020 7946 0123')).toEqual({
      understood: 'phone',
      answer: null,
      choose: [
        { line: 'held', detail: 'residential, 1 open case, held back' },
        { line: 'held-2', detail: 'residential, no open case' },
      ],
      hint: 'Several lines fit. Choose the one the caller means.',
    });
  });

  it('an address of ours that nobody has, and one that is not ours', async () => {
    expect(await ask('203.0.113.99')).toMatchObject({
      choose: [],
      answer: null,
      hint: expect.stringMatching(/nobody held it/) as string,
    });
    expect(await ask('8.8.8.8')).toMatchObject({
      answer: null,
      hint: expect.stringMatching(/not ours/) as string,
    });
  });

  it('an address in the past: who held it then', async () => {
    const other = await provider.home('other');
    await provider.accounting(
      on(10, '14:00'),
      [on(10, '12:00'), aSession(held, '203.0.113.10', 'Stop')],
      [on(10, '12:30'), aSession(other, '203.0.113.10')],
      [on(10, '14:00'), aSession(other, '203.0.113.10', 'Interim-Update')],
    );
    const later = asking(on(10, '14:00'));
    expect((await ask('203.0.113.10', later, on(10, '11:00'))).answer?.line).toBe('held');
    expect((await ask('203.0.113.10', later, on(10, '13:00'))).answer?.line).toBe('other');
    expect((await ask('203.0.113.10', later, on(10, '12:10'))).hint).toMatch(/nobody held it then/);
  });

  it('somebody who has moved in since is told nothing of who was there', async () => {
    const { code } = (await provider.story(held)).case;
    await provider.tenure('quiet', 'newcomer', on(9, '00:00').toISOString(), on(10, '15:00'));
    const before = await ask(quiet.address, asking(on(10, '15:00')), on(5));
    expect(before).toMatchObject({ answer: null, hint: expect.stringMatching(/^Then it was line quiet/) as string });
    expect((await answer(code, asking(on(10, '15:00')))).line).toBe('held');
  }); // prettier-ignore
});

describe('once it is let out at the telephone', () => {
  it('it is being opened, and then open', async () => {
    const now = on(10, '16:00');
    await provider.get(LineHandsStep).act('held', 'release', 'the caller has unplugged it', asking(now));
    expect(await answer('held', asking(now))).toMatchObject({ limited: 'ending', verdict: 'limited' });
    await provider.work(now);
    const told = await answer('held', asking(on(10, '16:05')));
    expect(told).toMatchObject({
      limited: 'no',
      verdict: 'released',
      seenSinceRelease: false,
      request: null,
    });
    expect(told.say[0]?.text).toMatch(/^Your connection was opened again today at 16:00 UK time/);
  });
});

it('every look at a person is written down with its purpose', async () => {
  const rows = await provider.database.query<{ purpose: string; datum: string }>(
    `select distinct purpose, datum from directory.lookup where actor = 'hal' order by datum`,
  );
  expect(rows).toEqual([
    { purpose: 'helpline', datum: 'email' },
    { purpose: 'helpline', datum: 'phone' },
  ]);
});
