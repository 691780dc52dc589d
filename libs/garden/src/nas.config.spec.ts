import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { capabilityOf, NasList } from './nas.config.js';
import { loadNas } from './nas.file.js';

const CANARY = 'canary-7f3a9-canary';
type Entry = Record<string, unknown>;
const NORTH: Entry = {
  names: ['198.18.255.1', 'bng-north', '2001:DB8::0:1'],
  address: '198.18.255.1',
  secret: CANARY,
  driver: 'filter-id',
  open: 'residential',
  expiry: 'session-timeout',
  sessionTimeout: 86_400,
  readback: true,
};
const file = (change: Entry = {}, more: Record<string, Entry> = {}): { nas: Record<string, Entry> } => ({
  nas: { north: { ...NORTH, ...change }, ...more },
});

async function refused(read: () => unknown): Promise<readonly string[]> {
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    expect(inspect(error, { depth: 9, showHidden: true }) + String((error as Error).stack)).not.toContain(
      'canary',
    );
    return (error as Refused).problems.map(({ at, message }) => `${at}: ${message}`);
  }
  return [];
}

describe('a file of NAS', () => {
  it('finds each by all its names, and addresses however they are written', () => {
    const list = NasList.read(file());
    for (const name of ['198.18.255.1', 'bng-north', '2001:db8::1'])
      expect(list.find(name)?.key).toBe('north');
    expect(list.find('north')).toBeUndefined();
    expect(list.find('198.18.255.2')).toBeUndefined();
  });

  it('needs little, and never shows a secret', () => {
    const [north] = NasList.read(file()).all;
    expect(north).toMatchObject({ port: 3799, timeout: 2, tries: 3, concurrency: 16 });
    expect(north?.profiles).toEqual({ leaky: 'lazaret-leaky', strict: 'lazaret-strict' });
    expect(north?.secret.reveal()).toBe(CANARY);
    expect(JSON.stringify([north?.secret]) + inspect(north, { depth: 9 })).not.toContain('canary');
  });

  it('tells what a NAS can do', () => {
    const list = NasList.read(
      file(
        { region: 'north', profiles: { leaky: 'garden-l' } },
        {
          south: { ...NORTH, names: ['bng-south'], address: '10.0.0.2', expiry: 'none', sessionTimeout: undefined, readback: false }, // prettier-ignore
        },
      ),
    );
    const [north, south] = list.all.map(capabilityOf);
    expect(north).toMatchObject({ key: 'north', region: 'north', expiry: true, readback: true });
    expect(north?.profileName('leaky')).toBe('garden-l');
    expect(north?.profileName('strict')).toBe('lazaret-strict');
    expect(south).toMatchObject({ key: 'south', region: null, expiry: false, readback: false });
  });

  it.each<[string, Entry, string]>([
    ['a short secret', { secret: 'canary' }, 'nas.north.secret: at least 16 octets'],
    ['no secret', { secret: undefined }, 'nas.north.secret: write secret or secretFile'],
    ['a secret that is no text', { secret: 1 }, 'nas.north.secret: write a text'],
    ['a name for an address', { address: 'bng.example' }, 'nas.north.address: write an IP address, not a name'],
    ['a public address', { address: '8.8.8.8' }, 'nas.north.address: is public; set overPublicNetwork if the way there is your own'],
    ['no name', { names: [] }, 'nas.north.names: Too small: expected array to have >=1 items'],
    ['a name of two lines', { names: ['a\nb'] }, 'nas.north.names.0: one line of 1 to 120 characters'],
    ['an unknown key', { timeuot: 3 }, 'nas.north: Unrecognized key: "timeuot"'],
    ['an unknown driver', { driver: 'cisco' }, 'nas.north.driver: Invalid option: expected one of "filter-id"|"mikrotik"'],
    ['an open name that confines', { open: 'lazaret-leaky' }, 'nas.north.open: open, leaky and strict are three different names'],
    ['expiry without a timeout to give back', { sessionTimeout: undefined }, 'nas.north.sessionTimeout: say what a released session is given again'],
    ['a timeout without expiry', { expiry: 'none' }, 'nas.north.sessionTimeout: is only used with expiry session-timeout'],
    ['a timeout that would end it soon', { sessionTimeout: 0 }, 'nas.north.sessionTimeout: Too small: expected number to be >=3600'],
    ['tries that take too long', { timeout: 5, tries: 4 }, 'nas.north.tries: all tries together take longer than 30 seconds'],
    ['no port', { port: 0 }, 'nas.north.port: Too small: expected number to be >=1'],
  ])('is refused for %s', async (_, change, problem) => {
    expect(await refused(() => NasList.read(file(change)))).toEqual([problem]);
  }); // prettier-ignore

  it.each<[string, unknown, string]>([
    ['nothing in it', null, 'the file: Invalid input: expected object, received null'],
    ['another list', { bngs: {} }, 'nas: Invalid input: expected record, received undefined'],
    ['a key nobody can type', { nas: { 'BNG North': NORTH } }, 'nas: name it in up to 40 small letters, digits, dots, dashes'],
    ['one name twice', file({}, { south: { ...NORTH, names: ['bng-north'], address: '10.0.0.2' } }), 'nas.south.names.0: is a name of north too'],
    ['one address in two spellings', file({}, { south: { ...NORTH, names: ['2001:db8:0::1'], address: '10.0.0.2' } }), 'nas.south.names.0: is a name of north too'],
    ['one listener twice', file({}, { south: { ...NORTH, names: ['bng-south'] } }), 'nas.south.address: is where north listens; give north all the names'],
  ])('is refused for %s', async (_, content, problem) => {
    expect(await refused(() => NasList.read(content))).toContain(problem);
  }); // prettier-ignore

  it('goes over a public network when somebody says so', () => {
    expect(NasList.read(file({ address: '8.8.8.8', overPublicNetwork: true })).all).toHaveLength(1);
  });
});

describe('the file itself', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lazaret-nas-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = async (content: unknown): Promise<string> => {
    const path = join(folder, 'nas.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('may keep a secret in a file beside it', async () => {
    await writeFile(join(folder, 'north.secret'), `${CANARY}\n`);
    const path = await write(file({ secret: undefined, secretFile: 'north.secret' }));
    expect((await loadNas(path)).find('bng-north')?.secret.reveal()).toBe(CANARY);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', `{"nas": {\n"north": {"secret": "${CANARY}" x}}}`, /nas\.json(, line \d+)?: is no JSON$/],
    ['no secret file', file({ secret: undefined, secretFile: 'nowhere' }), /^nas\.north\.secretFile: names a file that cannot be read \(ENOENT\)$/],
    ['a secret and a secret file', file({ secretFile: 'north.secret' }), /^nas\.north\.secretFile: is set and so is secret; keep one of them$/],
    ['a secret file that is no path', file({ secret: undefined, secretFile: 1 }), /^nas\.north\.secretFile: write a path$/],
    ['a bad secret', file({ secret: 'canary' }), /^nas\.north\.secret: at least 16 octets$/],
  ])('is refused for %s', async (_, content, problem) => {
    const path = await write(content);
    const problems = await refused(() => loadNas(path));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  }); // prettier-ignore

  it('is shown by an example that works once its secrets are there', async () => {
    const example = await readFile(new URL('../assets/nas.example.json', import.meta.url), 'utf8');
    for (const key of ['bng-north', 'ppp-south']) await writeFile(join(folder, `${key}.secret`), CANARY);
    expect((await loadNas(await write(example))).all.map(({ key }) => key)).toEqual([
      'bng-north',
      'ppp-south',
    ]);
  });

  it('is refused when it is not there', async () => {
    const path = join(folder, 'nowhere.json');
    expect(await refused(() => loadNas(path))).toEqual([
      `${path}: names a file that cannot be read (ENOENT)`,
    ]);
  });
});
