import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { EXAMPLE_BRANDS } from '@lazaret/notices/testing';
import { makePortalLogin } from '@lazaret/portal';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { portalConfig } from './config.js';
import { Portal } from './portal.js';

let fresh: FreshDatabase;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  fresh = await freshDatabase();
  env = {
    // Logins belong to the whole server: another spec has one of its own.
    LAZARET_PORTAL_DATABASE_URL: await makePortalLogin(fresh.url, 'lazaret_portal_of_a_spec'),
    LAZARET_PORTAL_PORT: '0',
    LAZARET_PORTAL_OBSERVE_PORT: '0',
    LAZARET_PORTAL_KEY: 'a key that is long enough for this test',
    LAZARET_BRANDS: fileURLToPath(EXAMPLE_BRANDS),
    LAZARET_LOG_LEVEL: 'silent',
  };
});
// It fails while a connection is still out.
afterAll(() => fresh.close());

it('a portal is put together, shows pages and what it counts, and lets go of everything', async () => {
  const portal = await Portal.start(portalConfig({ ...env, LAZARET_SMTP_URL: 'another program’s' }));
  try {
    const page = await fetch(portal.address, { headers: { 'accept-language': 'de' } });
    expect([page.status, page.headers.get('content-language')]).toEqual([200, 'de']);
    expect(await page.text()).toContain('Northlight<br>Broadband');
    const metrics = await (await fetch(portal.metrics)).text();
    expect(metrics).toContain('lazaret_portal_pages_total{page="neutral",language="de"} 1');
    for (const counter of ['asked', 'codes', 'captive', 'probes', 'led', 'limited', 'unavailable'])
      expect(metrics).toContain(`# HELP lazaret_portal_${counter}_total `);
    expect((await fetch(new URL('/readyz', portal.metrics))).status).toBe(200);
  } finally {
    await portal.stop();
  }
});

it('without its database it starts, and is not ready', async () => {
  const nowhere = 'postgres://portal:none@127.0.0.1:9/lazaret';
  const portal = await Portal.start(portalConfig({ ...env, LAZARET_PORTAL_DATABASE_URL: nowhere }));
  try {
    expect((await fetch(portal.address)).status).toBe(503);
    expect((await fetch(new URL('/readyz', portal.metrics))).status).toBe(503);
    expect((await fetch(new URL('/healthz', portal.metrics))).status).toBe(200);
  } finally {
    await portal.stop();
  }
});

it('a login that may do more than a portal should is refused', async () => {
  await expect(
    Portal.start(portalConfig({ ...env, LAZARET_PORTAL_DATABASE_URL: fresh.url })),
  ).rejects.toThrow('may do more than the portal should');
});

it.each([
  ['LAZARET_PORTAL_KEY', 'too short'],
  ['LAZARET_PORTAL_KEY', undefined],
  ['LAZARET_PORTAL_URL', 'https://portal.example/path'],
  ['LAZARET_PORTAL_URL', 'portal.example'],
  ['LAZARET_PORTAL_TRUST_PROXY', '10.0.0.1/24'],
  ['LAZARET_PORTAL_TRUST_PROXY', 'everybody'],
  ['LAZARET_PORTAL_DATABASE_URL', 'mysql://x'],
  ['LAZARET_PORTAL_TRUST_PROXIES', '10.0.0.1'],
])('%s may not be %s', (name, value) => {
  const told = (): unknown => portalConfig({ ...env, [name]: value });
  expect(told).toThrow(Refused);
  try {
    told();
  } catch (error) {
    expect((error as Refused).problems).toMatchObject([{ at: name }]);
  }
});
