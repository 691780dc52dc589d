import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { lazaret, type Ran } from './house.js';

const SECRET = 'a secret of many letters';
const nas = (number: number, driver: string): object => ({
  names: [`198.18.255.${number}`], address: '127.0.0.1', port: 3_798 + number, secret: SECRET, driver, open: 'residential',
  expiry: 'session-timeout', sessionTimeout: 86_400, readback: true,
}); // prettier-ignore

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-export-'));
  const file = { nas: { north: nas(1, 'filter-id'), south: nas(2, 'mikrotik') } };
  await writeFile(join(folder, 'nas.json'), JSON.stringify(file));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** With the NAS file and nothing else. */
const run = (...args: string[]): Promise<Ran> =>
  lazaret(['garden', 'export', ...args], {
    PATH: process.env['PATH'],
    LAZARET_GARDEN: join(folder, 'nas.json'),
  });

it('the profiles that orders name are printed for whoever sets up a BNG, without a secret', async () => {
  const passing = ['--portal', '198.51.100.10', '2001:db8::10', '--allow', '203.0.113.0/24'];
  const { code, stdout } = await run(...passing);
  expect(code).toBe(0);
  expect(stdout).toContain('ip access-list extended lazaret-leaky');
  expect(stdout).toContain(' permit ip any 203.0.113.0 0.0.0.255');
  expect(stdout).toContain('/ip firewall filter');
  expect(stdout).not.toContain(SECRET);
  const { profiles } = JSON.parse((await run(...passing, '--json')).stdout) as { profiles: object[] };
  expect(profiles).toMatchObject([
    { nas: ['north'], driver: 'filter-id', profile: 'leaky', name: 'lazaret-leaky' },
    { nas: ['north'], driver: 'filter-id', profile: 'strict', name: 'lazaret-strict' },
    { nas: ['south'], driver: 'mikrotik', profile: 'leaky', name: 'lazaret-leaky' },
    { nas: ['south'], driver: 'mikrotik', profile: 'strict', name: 'lazaret-strict' },
  ]);
});

it('nothing is printed without a portal, or with one that is no address', async () => {
  expect((await run()).code).not.toBe(0);
  const named = await run('--portal', 'portal.isp.example');
  expect([named.code, named.stdout]).toEqual([2, '']);
});
