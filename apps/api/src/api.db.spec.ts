import { afterAll, beforeAll, expect, it } from 'vitest';

import { Unavailable } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { AnApi } from './an-api.contract.js';
import { Api } from './api.js';
import { apiConfig } from './config.js';
import { KINDS } from './turned-away.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
// It fails while a connection is still out.
afterAll(() => fresh.close());

const config = (env: NodeJS.ProcessEnv = {}) =>
  apiConfig({
    LAZARET_DATABASE_URL: fresh.url,
    LAZARET_ARCHIVE_DIR: '/nowhere',
    LAZARET_API_PORT: '0',
    LAZARET_API_OBSERVE_PORT: '0',
    LAZARET_LOG_LEVEL: 'silent',
    ...env,
  });

it('an API is put together, counts what it answers, and lets go of everything', async () => {
  const api = await Api.start(config());
  try {
    expect((await fetch(new URL('/api/v1/session', api.address))).status).toBe(401);
    const metrics = await (await fetch(api.metrics)).text();
    expect(metrics).toContain('lazaret_api_requests_total{route="session",status="401"} 1');
    expect(metrics).toContain('lazaret_api_seconds_count{route="session"} 1');
    for (const counter of [
      'lazaret_api_limited_total',
      'lazaret_access_sign_ins_total',
      'lazaret_api_streams',
    ])
      expect(metrics).toContain(`# HELP ${counter} `);
    expect((await fetch(new URL('/readyz', api.metrics))).status).toBe(200);
    expect((await fetch(new URL('/healthz', api.metrics))).status).toBe(200);
  } finally {
    await api.stop();
  }
});

it('a port that is taken is said, and nothing is left behind', async () => {
  const api = await Api.start(config());
  const taken = new URL(api.address).port;
  await expect(Api.start(config({ LAZARET_API_PORT: taken }))).rejects.toThrow(Unavailable);
  await api.stop();
});

it('every kind of error answer is explained where its type leads', async () => {
  const at = await AnApi.start();
  const page = await at.stranger().raw({ method: 'GET', url: '/problems' });
  for (const kind of Object.keys(KINDS)) expect(page.body).toContain(`<dt id="${kind}">`);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  await at.close();
});
