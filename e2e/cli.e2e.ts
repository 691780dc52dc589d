import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Output, program } from '@lazaret/cli';

import { corpusIsHere, samples, whyNot } from './corpus.js';
import { directoryFiles } from './directory-files.js';
import { House, lazaret } from './house.js';

describe('lazaret --help', () => {
  const root = program(new Output(false));

  it('has every command, and each of them knows --json', () => {
    const commands = leavesOf(root);
    expect([...commands.keys()]).toEqual(
      expect.arrayContaining([
        ...['up', 'migrate', 'config check', 'policy check', 'case list', 'case show', 'directory import'],
        ...[
          'ledger import',
          'ledger who',
          'feed add',
          'feed parse',
          'feed pull',
          'feed replay',
          'feed activate',
        ],
      ]),
    );
    for (const [name, command] of commands) expect(command.helpInformation(), name).toMatch(/^ +--json /m);
  });

  it('tells the exit codes', async () => {
    const { code, stdout } = await lazaret(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes: 0 done · 1 a defect of ours · 2 refused');
  });
});

describe.skipIf(!corpusIsHere)(`lazaret feed parse${whyNot}`, () => {
  it('reads every published sample: events on stdout, rows put aside on stderr', async () => {
    const files = samples();
    const ran = await lazaret(['feed', 'parse', '--format', 'shadowserver', '--as', 'intelmq', ...files]);
    expect(ran.code).toBe(0);
    const events = linesOf(ran.stdout);
    expect(events.length).toBeGreaterThan(files.length);
    for (const event of events)
      expect(event).toMatchObject({
        'classification.taxonomy': expect.any(String) as string,
        'time.source': expect.any(String) as string,
      });
    // One of the samples has an address of five parts.
    expect(linesOf(ran.stderr)).toEqual([
      expect.objectContaining({ line: 6, column: 'src_ip', reason: 'not an IP address: "37.120.178.9.10"' }),
    ]);
  });
});

describe('a house by hand', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house.close());

  it('answers one object of JSON to each question', async () => {
    const questions = [
      'migrate',
      'config check',
      'feed list',
      'case list',
      'ledger who ::1 --at 2026-11-12T09:00Z',
    ];
    for (const ran of await Promise.all(questions.map((typed) => house.run(...typed.split(' '), '--json')))) {
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(linesOf(ran.stdout)).toHaveLength(1);
    }
  });

  it('brings a report from a folder to its cases without a worker, and tells each step in JSON', async () => {
    const files = await directoryFiles(house, [['anna', 'residential']]);
    const imported = linesOf(await house.must('directory', 'import', ...files, '--json'));
    expect(imported.map((one) => one['record'])).toEqual([
      'line',
      'subscriber',
      'access',
      'tenure',
      'contact',
    ]);
    const plan = await house.file(
      'plan.csv',
      'prefix,class,holder_kind,holder\n192.0.2.1/32,static,user-name,anna\n',
    );
    expect(
      await house.ask('ledger', 'import', '--format', 'prefixes', '--source', 'static', plan),
    ).toMatchObject({
      leases: 1,
      putAside: 0,
    });

    const columns = 'timestamp,protocol,src_ip,src_port,infection';
    const row = `${new Date(Date.now() - 3_600_000).toISOString()},tcp,192.0.2.1,40000,mirai`;
    await house.file('reports/event4_sinkhole.csv', [columns, row, ''].join('\n'));
    const folder = ['--format', 'shadowserver', '--directory', `${house.folder}/reports`];
    expect(await house.ask('feed', 'add', 'sinkhole', ...folder)).toMatchObject({ name: 'sinkhole' });
    expect(await house.ask('feed', 'activate', 'sinkhole', 'event4_sinkhole')).toEqual({ activated: 1 });
    expect(await house.ask('feed', 'pull', 'sinkhole')).toMatchObject({
      problems: [],
      reports: [{ state: 'parsed', observed: 1 }],
    });
    expect(await house.ask('feed', 'replay', '1')).toMatchObject({ observed: 0, duplicate: 1 });

    const { cases } = await house.ask<{ cases: { code: string }[] }>('case', 'list', '--line', 'anna');
    expect(cases).toMatchObject([{ class: 'infected', sightings: 1 }]);
    const shown = await house.ask<{ observations: unknown[] }>('case', 'show', cases[0]?.code ?? '');
    expect(shown.observations).toHaveLength(1);
  });

  it('ends with 1 for a defect of ours: here evidence that has vanished', async () => {
    await rm(join(house.folder, 'archive'), { recursive: true });
    const ran = await house.run('feed', 'replay', '1', '--json');
    expect(ran.code).toBe(1);
    expect(linesOf(ran.stderr)).toMatchObject([{ error: 'broken' }]);
  });

  it('ends with 2 for what is wrong in the question, and says what', async () => {
    const wrong: readonly (readonly [typed: string, message: string])[] = [
      ['case show 0000-0000', 'no case 0000-0000'],
      ['feed pull nowhere', 'nowhere'],
      ['ledger who ::1 --at yesterday', 'not an instant: yesterday'],
      ['directory import nowhere.csv', 'nowhere.csv cannot be read'],
      ['feed add', "required option '--format <format>' not specified"],
      ['sing', "unknown command 'sing'"],
    ];
    const ran = await Promise.all(wrong.map(([typed]) => house.run(...typed.split(' '), '--json')));
    ran.forEach(({ code, stdout, stderr }, n) => {
      expect([code, stdout]).toEqual([2, '']);
      expect(linesOf(stderr)).toMatchObject([{ error: 'refused' }]);
      expect(linesOf(stderr)[0]?.['message']).toContain(wrong[n]?.[1]);
    });
  });

  it('ends with 3 for passing trouble', async () => {
    const nobody = 'postgres://lazaret:secret-word@127.0.0.1:1/lazaret';
    const ran = await lazaret(['case', 'list', '--json'], {
      ...house.environment,
      LAZARET_DATABASE_URL: nobody,
    });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(linesOf(ran.stderr)).toMatchObject([
      { error: 'unavailable', message: 'PostgreSQL cannot be reached' },
    ]);
    expect(ran.stderr).not.toContain('secret-word');
  });
});

type Command = ReturnType<typeof program>;

/** The commands that do something themselves, by what one types. */
function leavesOf(command: Command, typed: readonly string[] = []): Map<string, Command> {
  if (command.commands.length === 0) return new Map([[typed.join(' '), command]]);
  return new Map(command.commands.flatMap((child) => [...leavesOf(child, [...typed, child.name()])]));
}

function linesOf(ndjson: string): Record<string, unknown>[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
