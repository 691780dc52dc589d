import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { until } from './house.js';
import { Operator } from './operator.js';

const START = fileURLToPath(new URL('../tools/start.mjs', import.meta.url));

/** What a newcomer does: start, look, press Ctrl-C, start again. */
describe('npm start', () => {
  let data = '';
  let started: Started | undefined;
  let letters: string[] = [];

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'lazaret-start-'));
  });
  afterAll(async () => {
    await started?.stop();
    await rm(data, { recursive: true, force: true });
  });

  it('says in one line of JSON that it is ready, and where', async () => {
    started = await Started.in(data);
    expect(started.ready).toMatchObject({ ready: true, data });
    expect(started.ready.mail).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(started.ready.portal).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(started.ready.console).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('has a console, and somebody who can sign in to it', async () => {
    const { console: url = '', user = '', password = '' } = started?.ready ?? {};
    expect(await get(url)).toContain('<div id="console">');
    const anna = new Operator(url, user, password);
    expect((await anna.signIn()).status).toBe(200);
    expect((await anna.ask('GET', '/session')).body).toMatchObject({
      name: 'anna',
      mustChangePassword: false,
      provider: { name: 'Northlight Broadband', demo: started?.ready.mail },
    });
    const kept = statSync(join(data, 'operators.json'));
    expect(kept.mode & 0o077).toBe(0);
  });

  it('shows cases and letters, and each can be opened', async () => {
    const mail = started?.ready.mail ?? '';
    expect(await get(mail)).toContain('<h1>');
    letters = links(await get(mail, '/letters'), /\/letter\/\d+/g);
    const cases = links(await get(mail, '/cases'), /\/case\/[0-9A-Z-]+/g);
    expect(letters.length).toBeGreaterThan(10);
    expect(cases.length).toBeGreaterThan(10);
    expect(await get(mail, letters[0])).toMatch(/notice [0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(await get(mail, cases[0])).toContain(cases[0]?.replace('/case/', ''));
  });

  it('has a portal that shows a stranger nothing of anybody', async () => {
    const page = await get(started?.ready.portal ?? '');
    expect(page).toContain('0808 157 0142');
    expect(page).not.toMatch(/misused|NL-\d/);
  });

  it('ends at Ctrl-C and leaves no process behind', async () => {
    if (existsSync('/proc/self/environ')) expect(processesWith(data)).not.toEqual([]);
    const before = performance.now();
    expect(await started?.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(15_000);
    expect(processesWith(data)).toEqual([]);
    // Nothing else may stand on stdout: somebody reads it by machine.
    expect(started?.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('starts again with what was there', async () => {
    const { user = '', password = '' } = started?.ready ?? {};
    started = await Started.in(data);
    expect(started.ready).toMatchObject({ user, password });
    const anna = new Operator(started.ready.console, user, password);
    expect((await anna.signIn()).status).toBe(200);
    const page = await get(started.ready.mail, '/letters');
    expect(links(page, /\/letter\/\d+/g)).toEqual(letters);
    expect(await started.stop()).toBe(0);
    expect(processesWith(data)).toEqual([]);
  });
});

interface Ready {
  readonly ready: boolean;
  readonly console: string;
  readonly user: string;
  readonly password: string;
  readonly mail: string;
  readonly portal: string;
  readonly data: string;
}

class Started {
  stdout = '';
  stderr = '';
  readonly #ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#ended = new Promise((done) => child.once('close', done));
  }

  static async in(data: string): Promise<Started> {
    const { PATH, HOME } = process.env;
    const args = [START, '--json', '--data', data, '--port', '0'];
    const started = new Started(
      spawn(process.execPath, args, { env: { PATH, HOME, LAZARET_API_PORT: '0' } }),
    );
    const said = () => Promise.resolve(started);
    await until(said, ({ stdout, child }) => stdout.includes('\n') || child.exitCode !== null, 240);
    if (!started.stdout.includes('\n')) throw new Error(`it did not start: ${started.stderr}`);
    return started;
  }

  get ready(): Ready {
    return JSON.parse(this.stdout) as Ready;
  }

  /** Ctrl-C. @returns the exit code */
  async stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.#ended;
  }
}

async function get(page: string, path = '/'): Promise<string> {
  const answer = await fetch(new URL(path, page));
  expect(answer.status).toBe(200);
  return answer.text();
}

function links(page: string, pattern: RegExp): string[] {
  return [...new Set(page.match(pattern))].sort();
}

/** Processes that name the folder in their arguments or environment. Where there is no /proc, nobody can tell. */
function processesWith(folder: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => (read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`)).includes(folder))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
}
