import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { detail } from './accounting.js';
import { corpusIsHere, readdress, whyNot } from './corpus.js';
import { directoryFiles } from './directory-files.js';
import { House } from './house.js';

/**
 * A provider with eight lines, published report files re-addressed to it, and the real programs: what each row became,
 * what was decided and why, and what people were told.
 */
const NOW = '2026-11-12T10:00:00Z';
const LINES = {
  anna: 'residential',
  ben: 'residential',
  cleo: 'residential',
  dora: 'protected',
  emil: 'residential',
  finn: 'residential',
  gus: 'residential',
  hana: 'residential',
  works: 'business',
};
const PLAN = `prefix,class,holder_kind,holder,organisation
198.18.0.0/24,pool,,,
192.0.2.0/28,cgnat,,,
198.18.1.5/32,static,user-name,works,
192.0.2.240/28,own,,,
203.0.113.64/27,delegated,,,Harbour Hosting
203.0.113.128/27,foreign,,,Roaming partner
`;
const NAT = '192.0.2.1';
const ACCOUNTING = detail([
  { kind: 'Start', user: 'anna', at: '2026-11-11T20:00:00Z', address: '198.18.0.1' },
  { kind: 'Start', user: 'ben', at: '2026-11-11T20:00:00Z', address: NAT, ports: [1024, 2047] },
  { kind: 'Start', user: 'cleo', at: '2026-11-11T20:00:00Z', address: NAT, ports: [2048, 3071] },
  { kind: 'Start', user: 'dora', at: '2026-11-11T20:00:00Z', address: '198.18.0.4' },
  { kind: 'Start', user: 'emil', at: '2026-11-11T20:00:00Z', address: '198.18.0.5' },
  { kind: 'Stop', user: 'emil', at: '2026-11-12T03:00:00Z', address: '198.18.0.5' },
  { kind: 'Start', user: 'finn', at: '2026-11-12T03:00:01Z', address: '198.18.0.5' },
  { kind: 'Start', user: 'gus', at: '2026-11-12T00:00:00Z', address: '198.18.0.7' },
  { kind: 'Interim-Update', user: 'ben', at: '2026-11-12T02:00:00Z', address: NAT, ports: [1024, 2047] },
  { kind: 'Interim-Update', user: 'dora', at: '2026-11-12T02:00:00Z', address: '198.18.0.4' },
  { kind: 'Interim-Update', user: 'gus', at: '2026-11-12T06:00:00Z', address: '198.18.0.7' },
  { kind: 'Interim-Update', user: 'anna', at: '2026-11-12T09:40:00Z', address: '198.18.0.1' },
]);
/** Two records that were held up on their way: gus had gone, and hana had his address. */
const LATE = detail([
  { kind: 'Stop', user: 'gus', at: '2026-11-12T07:00:00Z', address: '198.18.0.7' },
  { kind: 'Start', user: 'hana', at: '2026-11-12T07:05:00Z', address: '198.18.0.7' },
  { kind: 'Interim-Update', user: 'hana', at: '2026-11-12T10:00:00Z', address: '198.18.0.7' },
]);

const seen = (timestamp: string, address: string, port?: number): Record<string, string> => ({
  timestamp: `"${timestamp}"`,
  src_ip: `"${address}"`,
  ip: `"${address}"`,
  ...(port === undefined ? {} : { src_port: String(port) }),
});
const SINKHOLE = [
  seen('2026-11-12 09:00:00', '198.18.0.1'), // anna
  seen('2026-11-12 09:01:00', NAT, 1500), // ben
  seen('2026-11-12 09:30:00', '198.18.0.7'), // gus, until we know better
];
const BRUTE_FORCE = [
  seen('2026-11-12 09:10:00', '198.18.1.5'), // works
  seen('2026-11-12 09:11:00', '198.18.0.4'), // dora
  seen('2026-11-12 03:00:00', '198.18.0.5'), // ambiguous: emil or finn?
  seen('2026-11-12 09:50:00', '198.18.0.1'), // pending: no records yet
  seen('2026-10-20 09:00:00', '198.18.0.1'), // expired
];
const OPEN_DNS = [
  seen('2026-11-12 09:20:00', '198.18.0.5'), // finn
  seen('2026-11-12 09:21:00', NAT), // needs-port: a port that listens is no source port
  seen('2026-11-12 09:22:00', '198.18.0.200'), // no-lease
  seen('2026-11-12 09:23:00', '203.0.113.70'), // delegated
  seen('2026-11-12 09:24:00', '203.0.113.130'), // foreign
  seen('2026-11-12 09:25:00', '192.0.2.241'), // own
];

interface CaseLine {
  readonly code: string;
  readonly line: string;
  readonly class: string;
  readonly state: string;
  readonly sightings: number;
  readonly closeReason: string | null;
  readonly reason: string | null;
}

describe.skipIf(!corpusIsHere)(`from a feed to a letter${whyNot}`, () => {
  let house: House;
  let sinkhole = '';
  let opened: readonly CaseLine[] = [];
  const web = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).end(sinkhole);
  });

  const outcomes = async (): Promise<Record<string, number>> => {
    const rows = await house.rows<{ outcome: string; count: number }>(
      'select outcome, count(*)::int as count from ledger.attribution group by outcome',
    );
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  };
  const counts = async () => {
    const [rows] = await house.rows<{ reports: number }>(
      `select (select count(*) from feeds.report)::int as reports, (select count(*) from feeds.observation)::int as observations,
         (select count(*) from cases."case")::int as cases, (select count(*) from cases.sighting)::int as sightings,
         (select count(*) from notices.notice)::int as notices`,
    );
    return { reports: 0, ...rows, mails: house.mail.mails.length };
  };
  const cases = async (): Promise<CaseLine[]> =>
    (await house.ask<{ cases: CaseLine[] }>('case', 'list')).cases;
  /** The case opened last. */
  const caseOf = (line: string, among: readonly CaseLine[]): CaseLine => {
    const found = among.find((one) => one.line === line);
    if (!found) throw new Error(`${line} has no case`);
    return found;
  };
  const tell = async (code: string): Promise<string> => (await house.run('case', 'show', code)).stdout;
  const lettersTo = (name: string): string[] =>
    house.mail.mails
      .filter((mail) => [mail.to].flat().some((to) => to?.text === `${name}@mail.example`))
      .map((mail) => mail.subject ?? '');

  beforeAll(async () => {
    house = await House.open();
    await house.clock(NOW);
    await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/2026-11-12-event4_sinkhole-harbour.csv`;
    sinkhole = readdress('event4_sinkhole.csv', SINKHOLE);
    await house.file(
      'reports/2026-11-12-event4_honeypot_brute_force-harbour.csv',
      readdress('event4_honeypot_brute_force.csv', BRUTE_FORCE),
    );
    await house.file('reports/2026-11-12-scan_dns-harbour.csv', readdress('scan_dns.csv', OPEN_DNS));

    const files = directoryFiles(house, Object.entries(LINES));
    await Promise.all([
      files.then((paths) => house.must('directory', 'import', ...paths)),
      (async () => {
        const records = await house.file('detail', ACCOUNTING);
        await house.must('ledger', 'import', '--format', 'freeradius-detail', '--interim', '21600', records);
        await house.must('ledger', 'import', '--format', 'prefixes', await house.file('plan.csv', PLAN));
      })(),
      (async () => {
        const add = ['feed', 'add', '--format', 'shadowserver', '--upstream'];
        await house.must(...add, 'sinkholes', 'web', '--url', url, '--allow-private');
        await house.must(...add, 'honeypots', 'folder', '--directory', `${house.folder}/reports`);
        await house.must('feed', 'activate', 'web', 'event4_sinkhole');
        await house.must('feed', 'activate', 'folder', 'event4_honeypot_brute_force', 'scan_dns');
      })(),
    ]);
    await house.worker();
    await house.rest();
    opened = await cases();
  });
  afterAll(async () => {
    await house.close();
    web.close();
  });

  it('finds the line of each row, or says why nobody can', async () => {
    expect(await outcomes()).toEqual({
      line: 6,
      'needs-port': 1,
      ambiguous: 1,
      pending: 1,
      'no-lease': 1,
      expired: 1,
      delegated: 1,
      foreign: 1,
      own: 1,
      // What was left as published is about other people.
      'not-ours': 3 + 6 + 100 - 14,
    });
  });

  it('names the line, or the reason, with the record it rests on', async () => {
    const [held, shared] = await Promise.all([
      house.must('ledger', 'who', `${NAT}:1500`, '--at', '2026-11-12T09:01:00Z'),
      house.must('ledger', 'who', NAT, '--at', '2026-11-12T09:01:00Z'),
    ]);
    expect(held).toMatch(/^line user-name ben$/m);
    expect(held).toMatch(/^ben +2026-11-11 20:00:00Z .* 1024-2047 .*detail:9$/m);
    expect(shared).toMatch(/^needs-port$/m);
  });

  it('opens cases, and decides with a reason', () => {
    expect(Object.fromEntries(opened.map((one) => [one.line, `${one.class} ${one.state}`]))).toEqual({
      anna: 'infected told',
      ben: 'infected told',
      gus: 'infected told',
      dora: 'infected told',
      works: 'infected told',
      finn: 'vulnerable told',
    });
    expect(caseOf('anna', opened).reason).toContain('reminder not before 14 Nov 10:00');
    expect(caseOf('dora', opened).reason).toContain('garden never for a protected line');
    expect(caseOf('works', opened).reason).toContain('garden never for a business line');
  });

  it('tells the whole why: report row, lease, decision', async () => {
    const { code } = caseOf('anna', opened);
    const story = await tell(code);
    expect(story).toContain(`${code}  infected · told · line anna (residential)`);
    expect(story).toMatch(
      /198\.18\.0\.1 port 17409 .*event4_sinkhole-harbour\.csv:2 +line +anna from 2026-11-11 20:00:00Z.*detail:1$/m,
    );
    expect(story).toMatch(/infected\/told +A notice goes out \(first\): seen on 1 day by 1 source/);
    expect(story).toMatch(/first +sent .*250/);
  });

  it('writes to each of them once, in both parts, with the code of the case', () => {
    const { mails } = house.mail;
    expect(mails).toHaveLength(6);
    for (const { line, code } of opened) {
      expect(lettersTo(line)).toEqual([expect.stringContaining(`Harbour notice ${code}: `)]);
      const mail = mails.find(({ subject = '' }) => subject.includes(code));
      expect(mail?.from?.text).toContain('care@harbour.example');
      const html = mail?.html || '';
      expect(html).not.toMatch(/<a |<img/);
      for (const part of [mail?.text ?? '', html.replaceAll(/<[^>]*>/g, '')]) {
        expect(part).toContain(code);
        expect(part).toContain('harbour.example/check');
        expect(part).not.toMatch(/198\.18\.|192\.0\.2\.|:\/\//);
      }
    }
    // Whoever looks after a network is told where to look: the source port, as it was published.
    const business = mails.find(({ subject = '' }) => subject.includes('in your network'));
    expect(business?.text).toContain('30123');
  });

  it('does nothing for a report it has had, however it comes', async () => {
    const before = await counts();
    const published = readdress('event4_honeypot_brute_force.csv', BRUTE_FORCE);
    const [header = '', ...rows] = published.trim().split('\n');
    await house.file('reports/2026-11-12-event4_honeypot_brute_force-harbour.csv', published);
    await house.file(
      'reports/2026-11-12-event4_honeypot_brute_force-again.csv',
      [header, ...rows.reverse(), ''].join('\n'),
    );
    await house.clock('2026-11-12T11:00:00Z');
    await house.rest();
    const replayed = await house.ask('feed', 'replay', '1');
    await house.rest();

    expect(replayed).toMatchObject({ state: 'parsed', observed: 0 });
    expect(await counts()).toEqual({ ...before, reports: before.reports + 1 });
    const again = await house.rows(
      'select observed::int, duplicate::int from feeds.report where name like $1',
      ['%-again.csv'],
    );
    expect(again).toEqual([{ observed: 0, duplicate: 6 }]);
  });

  it('withdraws what a late record contradicts, says so, and writes a correction', async () => {
    const records = await house.file('late-detail', LATE);
    await house.must('ledger', 'import', '--format', 'freeradius-detail', records);
    await house.rest();

    const found = await cases();
    const { code, closeReason } = caseOf('gus', found);
    expect(closeReason).toBe('withdrawn');
    const story = await tell(code);
    expect(story).toContain('the records now say that another line held the address then');
    expect(story).toMatch(/event4_sinkhole-harbour\.csv:4 +withdrawn/);
    expect(story).not.toContain('hana');
    expect(lettersTo('gus')).toHaveLength(2);
    expect(lettersTo('gus')[1]).toContain(code);

    expect(caseOf('hana', found)).toMatchObject({ class: 'infected', state: 'told', sightings: 1 });
    expect(lettersTo('hana')).toHaveLength(1);
    // The same records answer what had been pending: another sighting for anna, and no other letter.
    expect(await outcomes()).not.toHaveProperty('pending');
    expect(caseOf('anna', found)).toMatchObject({ sightings: 2 });
    expect(lettersTo('anna')).toHaveLength(1);
  });

  it('lets a newcomer inherit nothing', async () => {
    const old = caseOf('anna', opened);
    await house.clock('2026-11-12T12:00:00Z');
    const person = { record: 'subscriber', ref: 's-nora', kind: 'person' };
    const tenure = { record: 'tenure', line: 'anna', subscriber: 's-nora', from: '2026-11-12T12:00:00Z' };
    await house.must(
      'directory',
      'import',
      await house.file('new-subscribers.ndjson', JSON.stringify(person)),
      await house.file('new-tenures.ndjson', JSON.stringify(tenure)),
      await house.file('new-contacts.csv', 'subscriber,channel,value\ns-nora,email,nora@mail.example\n'),
    );
    await house.rest();
    expect(caseOf('anna', await cases())).toMatchObject({ code: old.code, closeReason: 'left' });

    await house.file(
      'reports/2026-11-12-event4_honeypot_brute_force-newcomer.csv',
      readdress('event4_honeypot_brute_force.csv', [seen('2026-11-12 12:30:00', '198.18.0.1')]),
    );
    await house.clock('2026-11-12T13:00:00Z');
    const still = detail([
      { kind: 'Interim-Update', user: 'anna', at: '2026-11-12T12:50:00Z', address: '198.18.0.1' },
    ]);
    await house.must(
      'ledger',
      'import',
      '--format',
      'freeradius-detail',
      await house.file('detail-3', still),
    );
    await house.rest();

    const fresh = caseOf('anna', await cases());
    expect(fresh).toMatchObject({ state: 'told', sightings: 1 });
    expect(fresh.code).not.toBe(old.code);
    const story = await tell(fresh.code);
    expect(story).not.toContain(old.code);
    expect(story).not.toContain('2026-11-12 09:');
    expect(lettersTo('nora')).toHaveLength(1);
    expect(lettersTo('anna')).toHaveLength(1);
  });
});
