import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { permissionsOf } from '@lazaret/access';
import type { OperatorRole } from '@lazaret/kernel';

import { on } from '../november.contract.js';
import { aSession, SmallProvider, type Home } from '../small-provider.contract.js';
import type { Asking } from './asker.js';
import { DeskSearch, type SearchAnswer } from './desk-search.service.js';

const SHARED = '203.0.113.200';

let provider: SmallProvider;
let ann: Home;
let bob: Home;
let code: string;

/** Somebody of the desk, at ten in the morning of the 12th. */
function by(role: OperatorRole, name = role as string, locale: 'en' | 'de' = 'en'): Asking {
  const preferences = { locale, timeZone: 'Europe/London' };
  return {
    by: { name, permissions: permissionsOf([role]), preferences, requestId: 'r-1', address: null },
    now: on(12, '10:00'),
    real: new Date(),
  };
}

/** A session that has a block of ports of an address which it shares. */
function aBlock(home: Home, ports: string): Record<string, string> {
  const inside = `100.64.0.${home.lineId % 250}`;
  return { ...aSession(home, inside), 'Alc-Nat-Port-Range': `"${SHARED} ${ports} router Base"` };
}

beforeAll(async () => {
  provider = await SmallProvider.open();
  ann = await provider.home('ann-1');
  bob = await provider.home('bob-1', { class: 'business' });
  await provider.directory('contact', [
    { subscriber: 'ann-1', channel: 'email', value: 'ann-1@mail.example' },
    { subscriber: 'ann-1', channel: 'phone', value: '+44 20 7946 0123' },
  ]);
  await provider.accounting(
    on(12, '09:59'),
    [on(12, '08:00'), aSession(bob, '203.0.113.7')],
    [on(12, '08:10'), aBlock(ann, '1024-2047')],
    [on(12, '08:10'), aBlock(bob, '2048-3071')],
    [on(12, '09:58'), { 'User-Name': '"nobody@isp.example"', 'Framed-IP-Address': '203.0.113.254' }],
  );
  await provider.feed('sinkhole');
  await provider.see('sinkhole', ann.address, on(12, '07:00'));
  await provider.work(on(12, '09:00'));
  code = (await provider.story(ann)).case.code;
});
afterAll(() => provider.close());

const search = (words: string, asking = by('analyst')): Promise<SearchAnswer> =>
  provider.database.run((tx) => provider.get(DeskSearch).search(tx, words, asking));

describe('one box for everything', () => {
  it.each([
    ['the line', () => 'ann-1', 'line'],
    ['the line in other letters', () => ' "ann-1" ', 'line'],
    ['an address', () => ann.address, 'address'],
    ['an address with a port', () => `${ann.address}:4711`, 'address-port'],
    ['what the network calls it', () => ann.userName, 'access'],
    ['an e-mail address', () => 'Ann <ANN-1@mail.example>', 'email'],
    ['a telephone number', () => '020 7946 0123', 'phone'],
    ['a customer number', () => 'Customer: ann-1', 'line'],
  ])('by %s', async (_, words, understood) => {
    const answer = await search(words());
    expect(answer.understood).toBe(understood);
    expect(answer.hits.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual([`case ${code}`, 'line ann-1']);
    expect(answer.hint).toBeNull();
  });

  it('by the code of a letter', async () => {
    const answer = await search(` case ${code.toLowerCase().replace('-', ' ')}`);
    expect(answer).toMatchObject({ understood: 'case', hits: [{ kind: 'case', ref: code }, { kind: 'line' }] });
    expect(answer.hits.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^infected, .*told, last seen today at 07:00 UK time$/),
      'residential, 1 open case',
    ]);
  }); // prettier-ignore

  it('by a block: the lines in it that have an open case', async () => {
    expect(await search('198.51.100.0/24')).toMatchObject({
      understood: 'prefix',
      hits: [
        { kind: 'case', ref: code },
        { kind: 'line', ref: 'ann-1' },
      ],
    });
    const without = await search('203.0.113.0/26');
    expect(without).toEqual({
      understood: 'prefix',
      hits: [],
      hint: 'No line that holds an address in 203.0.113.0/26 has an open case.',
    });
  });

  it('by an address that a session holds now', async () => {
    const answer = await search('203.0.113.7');
    expect(answer.hits).toEqual([
      { kind: 'line', ref: 'bob-1', title: 'bob-1', detail: 'business, no open case' },
    ]);
  });

  it('by an address that many share: only with its port', async () => {
    const shared = await search(SHARED);
    expect(shared.hits).toEqual([]);
    expect(shared.hint).toBe(
      'Many lines share 203.0.113.200. Add the source port the report names: 203.0.113.200:51234.',
    );
    expect((await search(`${SHARED}:2100`)).hits.map(({ ref }) => ref)).toEqual(['bob-1']);
    expect((await search(`${SHARED} port 1024`)).hits.map(({ kind }) => kind)).toEqual(['case', 'line']);
    expect((await search(`${SHARED}:9000`)).hint).toMatch(/nobody held it then/);
  });

  it('in the language of whoever asks', async () => {
    const answer = await search('203.0.113.7', by('analyst', 'ada', 'de'));
    expect(answer.hits[0]?.detail).toBe('geschäftlich, kein offener Fall');
  });
});

describe('what is not found is explained', () => {
  it.each([
    ['8.8.8.8', 'address', /not ours/],
    ['203.0.113.9', 'address', /ours, and nobody held it then\. The records end today at 09:58/],
    ['ZZZZ-ZZZZ', 'case', /No letter of ours carries this code/],
    ['nobody@mail.example', 'email', /Nothing is known/],
    ['+44 20 7946 0999', 'phone', /Nothing is known/],
    ['"  "', 'nothing', /Type an address/],
  ])('%s', async (words, understood, hint) => {
    const answer = await search(words);
    expect(answer).toMatchObject({ understood, hits: [] });
    expect(answer.hint).toMatch(hint);
  });

  it('an address of which the records end too early, as far as they reach', async () => {
    const later = { ...by('analyst'), now: on(12, '13:00') };
    const answer = await search('203.0.113.7', later);
    expect(answer.hits.map(({ ref }) => ref)).toEqual(['bob-1']);
    expect(answer.hint).toMatch(/^The records end today at 09:58 UK time/);
  });
});

describe('people', () => {
  const looks = (actor: string) =>
    provider.database.query<{ datum: string; purpose: string; found: boolean }>(
      'select datum, purpose, found from directory.lookup where actor = $1 order by id',
      [actor],
    );

  it('are not looked up by whoever has no right to', async () => {
    for (const words of ['020 7946 0123', 'ann-1@mail.example'])
      expect(await search(words, by('viewer'))).toMatchObject({ hits: [], hint: expect.stringMatching(/Your role/) as string });
    expect(await looks('viewer')).toEqual([]);
  }); // prettier-ignore

  it('are looked up only where nothing else fits, and every look is written down', async () => {
    const asking = by('helpline', 'hal');
    await search('ann-1', asking);
    await search(ann.address, asking);
    expect(await looks('hal')).toEqual([]);
    await search('020 7946 0123', asking);
    await search('020 7946 0555', asking);
    expect(await looks('hal')).toEqual([
      { datum: 'phone', purpose: 'desk.search', found: true },
      { datum: 'phone', purpose: 'desk.search', found: false },
    ]);
  });

  it('looked up more often than work explains raise one alarm an hour', async () => {
    const asking = by('helpline', 'eve');
    for (let n = 0; n < 33; n++) await search(`+44 20 7946 0${100 + n}`, asking);
    const alarms = await provider.database.query<{ subject: string; why: string }>(
      `select subject, why from access.audit where action = 'person.alarm'`,
    );
    expect(alarms).toEqual([{ subject: 'operator eve', why: 'looked up people 31 times within an hour' }]);
    expect(await provider.counted('lazaret_access_lookup_alarms_total')).toContain('{span="hour"} 1');
  });
});
