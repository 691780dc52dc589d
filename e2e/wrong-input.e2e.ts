import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { detail } from './accounting.js';
import { directoryFiles } from './directory-files.js';
import { House, lazaret, until, type HouseWorker } from './house.js';

/** What the world gets wrong, each with a clear word about it, and nothing lost. */
const NOW = '2026-11-12T10:00:00Z';
const COLUMNS = 'timestamp,protocol,src_ip,src_port,dst_ip,dst_port,infection,tag';
const LINES = ['anna', 'ben', 'cleo', 'dora', 'emil', 'finn'];
const MEBIBYTE = 1024 ** 2;

const address = (name: string): string => `198.18.0.${LINES.indexOf(name) + 1}`;
const sighting = (name: string): string =>
  `2026-11-12 09:00:00,tcp,${address(name)},40000,192.88.99.7,23,mirai,mirai`;
const report = (...rows: string[]): string => [COLUMNS, ...rows, ''].join('\n');

interface ReportRow {
  readonly state: string;
  readonly error: string | null;
  readonly observed: number;
  readonly rejected: number;
}

describe('wrong input', () => {
  let house: House;
  let worker: HouseWorker;
  const web = createServer(({ url = '' }, response) => {
    if (url.includes('long')) void longLine(response);
    else
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Please log in</h1>');
  });

  /** Once it was read, or could not be. */
  const reportNamed = async (name: string, seconds?: number): Promise<ReportRow | undefined> => {
    const look = () =>
      house.rows<ReportRow>(
        `select state, error, observed::int, rejected::int from feeds.report
         where name = $1 and state in ('parsed', 'failed')`,
        [name],
      );
    return (await until(look, (rows) => rows.length === 1, seconds))[0];
  };
  const putAside = (name: string) =>
    house.rows(
      `select w.line::int, w.column_name as column, w.reason from feeds.rejected_row w
       join feeds.report r on r.id = w.report_id where r.name = $1 order by line`,
      [name],
    );
  /** Puts a report into the watched folder and makes the feed due. */
  const deliver = async (name: string, content: string): Promise<void> => {
    await house.file(`reports/${name}`, content);
    await house.rows(`update feeds.feed set due_at = $1 where name = 'folder'`, [NOW]);
  };
  const page = (name: string): string => `http://127.0.0.1:${(web.address() as AddressInfo).port}/${name}`;
  const addWeb = (name: string, path: string): Promise<string> =>
    house.must('feed', 'add', name, '--format', 'shadowserver', '--url', page(path), '--allow-private');

  beforeAll(async () => {
    house = await House.open({ LAZARET_JOB_LEASE_SECONDS: '3', LAZARET_SMTP_TIMEOUT_SECONDS: '2' });
    await house.clock(NOW);
    await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready));
    const plan = LINES.map((name) => `${address(name)}/32,static,user-name,${name}`);
    await Promise.all([
      directoryFiles(
        house,
        LINES.map((name) => [name, 'residential']),
      ).then((files) => house.must('directory', 'import', ...files)),
      house
        .file('plan.csv', ['prefix,class,holder_kind,holder', ...plan, ''].join('\n'))
        .then((file) => house.must('ledger', 'import', '--format', 'prefixes', '--source', 'static', file)),
      house
        .file('reports/README', 'no report')
        .then(() =>
          house.must(
            'feed',
            'add',
            'folder',
            '--format',
            'shadowserver',
            '--directory',
            `${house.folder}/reports`,
          ),
        )
        .then(() => house.must('feed', 'activate', 'folder', 'event4_sinkhole')),
    ]);
    worker = await house.worker();
  });
  afterAll(async () => {
    await house.close();
    web.close();
  });

  it('a report that ends in the middle of a row costs that row', async () => {
    const name = '2026-11-12-event4_sinkhole-cut.csv';
    await deliver(name, report(sighting('anna'), sighting('emil')).slice(0, -30));
    expect(await reportNamed(name)).toEqual({ state: 'parsed', error: null, observed: 1, rejected: 1 });
    expect(await putAside(name)).toEqual([
      {
        line: 3,
        column: null,
        reason: '4 fields where the header has 8; the report ends in the middle of this row',
      },
    ]);
  });

  it('a page in the place of a report is kept, and said to be one', async () => {
    const name = '2026-11-12-event4_sinkhole-page.csv';
    await deliver(name, '<!doctype html><title>503</title>');
    const found = await reportNamed(name);
    expect(found).toMatchObject({ state: 'failed', observed: 0 });
    expect(found?.error).toContain('the report is HTML or XML, not CSV');
  });

  it('a feed that answers HTML is asked whether it wants a log-in', async () => {
    await addWeb('portal', 'event4_sinkhole.csv');
    const ran = await house.run('feed', 'pull', 'portal');
    const message = 'answered HTML where a report was expected; is it a log-in or an error page?';
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
    const [feed] = await house.rows<{ error: string }>(
      `select last_error as error from feeds.feed where name = 'portal'`,
    );
    expect(feed?.error).toContain(message);
  });

  it('a line of one gigabyte is put aside in bounded memory, and its neighbours are kept', async () => {
    const name = '2026-11-12-event4_sinkhole-long.csv';
    await addWeb('endless', name);
    expect(await reportNamed(name, 120)).toEqual({ state: 'parsed', error: null, observed: 2, rejected: 1 });
    expect(await putAside(name)).toEqual([
      { line: 3, column: null, reason: 'longer than 1048576 characters' },
    ]);
    expect(mostMemory(worker)).toBeLessThan(400 * MEBIBYTE);
  });

  it('accounting with garbage and overlaps: what is readable is read, what contradicts is not guessed', async () => {
    const at = '2026-11-12T08:00:00Z';
    const good = detail([
      { kind: 'Start', user: 'anna', at, address: '198.18.1.1' },
      { kind: 'Start', user: 'ben', at, address: '198.18.1.2' },
      { kind: 'Start', user: 'cleo', at: '2026-11-12T08:00:01Z', address: '198.18.1.2' },
      { kind: 'Interim-Update', user: 'ben', at: '2026-11-12T09:00:00Z', address: '198.18.1.2' },
      { kind: 'Interim-Update', user: 'cleo', at: '2026-11-12T09:30:00Z', address: '198.18.1.2' },
    ]);
    const nobody = detail([{ kind: 'Start', user: 'x', at, address: '198.18.1.900' }]);
    const noSession = detail([{ kind: 'Start', user: 'x', at, address: '198.18.1.3' }]).replace(
      /^.*Session-Id.*\n/m,
      '',
    );
    const records = `\0\u0001 not a record\n\n${nobody}${noSession}${good}Thu Nov 12 09:40:00 2026\n\tUser-Na`;
    const file = await house.file('detail', records);
    const done = await house.ask<{ records: number; contradictions: number; aside: { reason: string }[] }>(
      ...['ledger', 'import', '--format', 'freeradius-detail', file],
    );
    expect(done.records).toBe(5);
    expect(done.contradictions).toBeGreaterThan(0);
    expect(done.aside).toEqual([
      { line: 1, reason: expect.stringContaining('not an attribute line') as string },
      { line: 3, reason: 'not an IP address: "198.18.1.900"' },
      { line: 11, reason: 'no Acct-Session-Id' },
      { line: 58, reason: expect.stringContaining('User-Na') as string },
    ]);
    const [held, twice] = await Promise.all([
      house.must('ledger', 'who', '198.18.1.1', '--at', '2026-11-12T08:30:00Z'),
      house.must('ledger', 'who', '198.18.1.2', '--at', '2026-11-12T08:30:00Z'),
    ]);
    expect(held).toMatch(/^line user-name anna$/m);
    expect(twice).toMatch(/^ambiguous$/m);
    expect(twice).toContain('More than one holder had it');
  });

  describe('a mail server that refuses', () => {
    const letter = async (name: string) =>
      (
        await house.rows<{ state: string; error: string | null; attempt: number }>(
          `select n.state, n.error, n.attempt from notices.notice n
           join directory.line l on l.id = n.line_id where l.ref = $1`,
          [name],
        )
      )[0];
    const arrived = (name: string): number =>
      house.mail.mails.filter((mail) => [mail.to].flat().some((to) => to?.text.startsWith(`${name}@`)))
        .length;
    /** What waits for a while has waited long enough. */
    const wait = async (): Promise<void> => {
      await house.rows(
        'update notices.notice set not_before = clock_timestamp() where not_before is not null',
      );
      await house.rows('update platform.outbox set due_at = clock_timestamp() where claimed_until is null');
      await house.rows('notify outbox');
    };

    it('for good: the letter failed, the contact is marked, and the desk is asked', async () => {
      const text = '5.1.1 no such user here';
      house.mail.moods.set('ben@mail.example', { kind: 'refuse', code: 550, text });
      await deliver('2026-11-12-event4_sinkhole-ben.csv', report(sighting('ben')));
      const state = () =>
        house.rows<{ state: string }>(
          `select c.state from cases."case" c join directory.line l on l.id = c.line_id where l.ref = 'ben'`,
        );
      await until(state, ([one]) => one?.state === 'waiting');
      expect(await letter('ben')).toMatchObject({ state: 'failed', error: 'refused' });
      expect(await house.rows('select value from directory.contact where bounced_at is not null')).toEqual([
        { value: 'ben@mail.example' },
      ]);
      const { cases } = await house.ask<{ cases: { code: string }[] }>('case', 'list', '--line', 'ben');
      const story = await house.must('case', 'show', cases[0]?.code ?? '');
      expect(story).toContain('The desk is asked: no contact works');
      expect(story).toContain(text);
      expect(story).not.toContain('ben@mail.example');
    });

    it.each([
      ['cleo', 451, '4.7.1 come back later', { error: 'refused for now', attempt: 1 }],
      ['dora', 421, '4.3.2 going down for maintenance', { error: 'mail server not reached', attempt: 0 }],
    ])(
      'for now (%s, %i): the letter waits, is tried again, and arrives once',
      async (name, code, text, waits) => {
        house.mail.moods.set(`${name}@mail.example`, { kind: 'refuse', code, text });
        await deliver(`2026-11-12-event4_sinkhole-${name}.csv`, report(sighting(name)));
        const look = () => letter(name);
        const waiting = await until(look, (one) => one?.state === 'planned' && one.error !== null);
        expect(waiting).toMatchObject(waits);
        expect(arrived(name)).toBe(0);

        house.mail.moods.clear();
        await until(
          async () => {
            await wait();
            return look();
          },
          (one) => one?.state === 'sent',
        );
        await house.rest();
        expect(arrived(name)).toBe(1);
      },
    );
  });

  it('wrong settings are told all at once, and no secret is repeated', async () => {
    const env = {
      LAZARET_DATABASE_URL: 'mysql://root:hunter2@db/lazaret',
      LAZARET_SMTP_URL: 'smtp://user:hunter3@mail.example',
      LAZARET_JOB_LEASE_SECONDS: 'soon',
      LAZARET_SMTP_PASSWROD: 'hunter4',
    };
    const ran = await lazaret(['config', 'check'], env);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    for (const told of [
      'LAZARET_DATABASE_URL: write postgres://user:password@host:port/database',
      'LAZARET_SMTP_URL: put the user into LAZARET_SMTP_USER and the password into LAZARET_SMTP_PASSWORD',
      'LAZARET_JOB_LEASE_SECONDS: ',
      'LAZARET_ARCHIVE_DIR: is not set',
      'LAZARET_BRANDS: is not set',
      'LAZARET_SMTP_PASSWROD: is unknown; did you mean LAZARET_SMTP_PASSWORD?',
    ])
      expect(ran.stderr).toContain(told);
    expect(ran.stderr).not.toContain('hunter');
    await expect(house.worker(env)).rejects.toThrow(/worker ended with 2: .*not complete or not right/);
    expect(house.said).not.toContain('hunter');
  });

  it('a policy that asks for what no policy may is refused, with place and remedy', async () => {
    const shipped = readFileSync(
      new URL('../libs/policy/assets/default.policy.yaml', import.meta.url),
      'utf8',
    );
    const file = await house.file(
      'strict.policy.yaml',
      shipped.replace('profile: leaky, max_days: 7', 'profile: strict, max_days: 70'),
    );
    const ran = await house.run('policy', 'check', file);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/line \d+, ladders\.infected\[4\]\.then\.confine\.profile: /);
    expect(ran.stderr).toMatch(/line \d+, ladders\.infected\[4\]\.then\.confine\.max_days: /);
  });

  it('has cost nothing: the worker runs, and no job was given up', async () => {
    expect(worker.exitCode).toBeNull();
    expect(await house.rows('select job, error from platform.outbox where failed_at is not null')).toEqual(
      [],
    );
  });
});

/** A row, a line of a gigabyte, and another row. */
async function longLine(response: ServerResponse): Promise<void> {
  const piece = Buffer.alloc(MEBIBYTE, 'x');
  const content = function* (): Generator<Buffer> {
    yield Buffer.from(`${COLUMNS}\n${sighting('emil')}\n`);
    for (let n = 0; n < 1024; n++) yield piece;
    yield Buffer.from(`\n${sighting('finn')}\n`);
  };
  response.writeHead(200, { 'content-type': 'text/csv' });
  await pipeline(Readable.from(content()), response);
}

/** The most memory a process ever had, in bytes, as Linux counts; elsewhere nobody can tell. */
function mostMemory({ pid }: HouseWorker): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  } catch {
    return 0;
  }
}
