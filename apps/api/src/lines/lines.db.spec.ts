import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AnApi, type Visitor } from '../an-api.contract.js';

let at: AnApi;
let helpline: Visitor;
let engineer: Visitor;
let viewer: Visitor;

/** What must never be seen where it was not asked for: a customer number, a mail address, a telephone number. */
const SECRETS = ['CANARY-4711', 'canary@mail.example', '+442079460123'];

beforeAll(async () => {
  at = await AnApi.start();
  [helpline, engineer, viewer] = [
    await at.someone('helpline'),
    await at.someone('engineer'),
    await at.someone('viewer'),
  ];
  await at.fresh.database.run(async (tx) => {
    await tx.query(`
      with l as (
        insert into directory.line (ref, class, confinable, locale, time_zone, nas)
        values ('NL/00042', 'residential', true, 'de', 'Europe/Berlin', 'bng-a'), ('NL-00043', 'protected', false, null, 'UTC', null)
        returning id, ref),
      s as (insert into directory.subscriber (ref, kind) values ('CANARY-4711', 'person') returning id),
      t as (
        insert into directory.tenure (line_id, subscriber_id, valid_from)
        select l.id, s.id, '2026-01-01T00:00:00Z' from l, s where l.ref = 'NL/00042')
      insert into directory.contact (subscriber_id, channel, value, priority)
      select id, 'email', 'canary@mail.example', 0 from s union all select id, 'phone', '+442079460123', 1 from s`);
    await tx.query(`
      insert into feeds.feed (name, provider, format, upstream, source, every_minutes, created_at)
      values ('sinkhole', 'Somebody', 'shadowserver', 'somebody', '{"kind": "directory", "path": "/nowhere"}', 60, '2026-11-01T00:00:00Z')`);
  });
}); // prettier-ignore
afterAll(() => at.close());

const ask = async (by: Visitor, method: 'GET' | 'POST', path: string, body?: object) => {
  const answer = await by.ask(method, path, body === undefined ? {} : { body });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
};

describe('every list', () => {
  it.each(['/lines', '/lines?cases=open&class=residential', '/lines?garden=none&prefix=NL', '/reports', '/reports?feed=sinkhole&rejected=yes',
    '/feeds', '/garden', '/garden/stays', '/garden/stays?over=no&drift=yes&state=-released', '/notices', '/notices?state=sent',
    '/notices/counts', '/policies'])('%s answers as it declares', async (path) => {
    expect(await ask(viewer, 'GET', path)).toMatchObject({ status: 200 });
  }); // prettier-ignore

  it('is refused a place that no page gave', async () => {
    for (const path of ['/reports?after=x', '/garden/stays?after=-1', '/notices?after=1.5'])
      expect(await ask(viewer, 'GET', path)).toMatchObject({ status: 422 });
  });

  it.each(['/lines/nowhere', '/reports/9', '/reports/9/rejected', '/notices/9', '/policies/9'])(
    '%s is not there',
    async (path) => {
      expect(await ask(viewer, 'GET', path)).toMatchObject({ status: 404 });
    },
  );
});

describe('a line', () => {
  it('is known by its ref, whatever signs are in it', async () => {
    const { status, body } = await ask(viewer, 'GET', `/lines/${encodeURIComponent('NL/00042')}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ref: 'NL/00042',
      nas: 'bng-a',
      tenureSince: '2026-01-01T00:00:00.000Z',
      cases: [],
    });
  });

  it('tells who has it to whoever says why, and writes that down', async () => {
    const path = `/lines/${encodeURIComponent('NL/00042')}/reveal`;
    expect(await ask(helpline, 'POST', path, { purpose: 'x' })).toMatchObject({ status: 400 });
    const { body } = await ask(helpline, 'POST', path, { purpose: 'asked to call back' });
    expect(body).toEqual({
      ref: 'CANARY-4711',
      kind: 'person',
      locale: 'de',
      since: '2026-01-01T00:00:00.000Z',
      contacts: [
        { channel: 'email', value: 'canary@mail.example', bounced: false },
        { channel: 'phone', value: '+442079460123', bounced: false },
      ],
    });
    expect(await ask(helpline, 'POST', '/lines/NL-00043/reveal', { purpose: 'asked' })).toMatchObject({
      status: 404,
    });
    const looks = await at.fresh.database.query(
      `select found from directory.lookup where kind = 'reveal' order by id`,
    );
    expect(looks).toEqual([{ found: true }, { found: false }]);
  });
});

describe('search and the help line', () => {
  it('find by what a caller says, in the language of the line and of the operator', async () => {
    const { body } = await ask(helpline, 'POST', '/search', { words: ' canary@MAIL.example ' });
    expect(body).toMatchObject({ understood: 'email', hits: [{ kind: 'line', ref: 'NL/00042' }], hint: null });
    const caller = await ask(helpline, 'POST', '/helpline', { words: '020 7946 0123' });
    expect(caller.body).toMatchObject({
      understood: 'phone',
      answer: { line: 'NL/00042', verdict: 'nothing', callerLocale: 'de', say: [{ locale: 'de' }, { locale: 'en' }] },
    });
  }); // prettier-ignore

  it('find nobody for whoever may look nobody up', async () => {
    const { body } = await ask(viewer, 'POST', '/search', { words: 'canary@mail.example' });
    expect(body).toMatchObject({ hits: [], hint: expect.stringMatching(/Your role/) as string });
    expect(await ask(viewer, 'POST', '/helpline', { words: 'NL-00043' })).toMatchObject({ status: 403 });
  });

  it('know no time to come', async () => {
    const at2100 = await ask(helpline, 'POST', '/helpline', { words: 'NL-00043', at: '2100-01-01T00:00:00Z' });
    expect(at2100).toMatchObject({ status: 422 });
  }); // prettier-ignore
});

it('a report type is activated by whoever may', async () => {
  const body = { reportType: 'event4_sinkhole', mappingVersion: 'not ours' };
  expect(await ask(viewer, 'POST', '/feeds/sinkhole/activate', body)).toMatchObject({ status: 403 });
  expect(await ask(engineer, 'POST', '/feeds/sinkhole/activate', body)).toMatchObject({
    status: 422,
  });
  expect(await ask(engineer, 'POST', '/feeds/none/activate', body)).toMatchObject({ status: 404 });
});

it('nobody is named in the log, in the audit, or where looks are written down', async () => {
  const rows = await at.fresh.database.query<{ row: string }>(
    'select a::text as row from access.audit a union all select l::text from directory.lookup l',
  );
  const kept = [...at.lines, ...rows.map(({ row }) => row)].join('\n');
  expect(rows.length).toBeGreaterThan(3);
  for (const secret of SECRETS) expect(kept).not.toContain(secret);
});
