import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { AnApi } from './an-api.contract.js';

let at: AnApi;
beforeAll(async () => {
  at = await AnApi.start({ LAZARET_API_URL: 'https://desk.example' });
});
afterAll(() => at.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  at.stranger().raw({ method: 'GET', url, headers: { host: 'desk.example', ...headers } });

it('says that it has not been built, and serves it once it is', async () => {
  const before = await get('/');
  expect([before.statusCode, before.body]).toEqual([503, expect.stringContaining('npm run build')]);
  const folder = join(at.folder, 'console');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'index.html'),
    '<meta name="style-nonce" content="__NONCE__"><div id="console">',
  );
  await writeFile(join(folder, 'assets/index-a1b2.js'), 'console.log(1)');
  await writeFile(join(folder, 'lazaret.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, '.tsbuildinfo'), 'how it was built');
  const page = await get('/');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
});

it('every address of the console is its page, with a nonce of its own in page and policy', async () => {
  const pages = [
    await get('/'),
    await get('/cases?waits=person'),
    await get('/lines/NL-1.2'),
    await get('/index.html'),
  ];
  const nonces = pages.map(({ body }) => /content="([^"]+)"/.exec(body)?.[1] ?? '');
  expect(new Set(nonces).size).toBe(pages.length);
  for (const [n, { headers }] of pages.entries()) {
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonces[n] ?? ''}'`);
    for (const part of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "connect-src 'self'",
      "img-src 'self' data:",
    ])
      expect(policy.split('; ')).toContain(part);
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  }
});

it('files with a digest in their name are kept for ever, others are asked for again', async () => {
  const script = await get('/assets/index-a1b2.js');
  expect([script.statusCode, script.body]).toEqual([200, 'console.log(1)']);
  expect(script.headers['content-type']).toMatch(/^(text|application)\/javascript/);
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const icon = await get('/lazaret.svg');
  expect([icon.headers['content-type'], icon.headers['cache-control']]).toEqual([
    expect.stringContaining('image/svg+xml'),
    'no-cache',
  ]);
});

it('nothing else of the machine is there to be had', async () => {
  for (const url of ['/.tsbuildinfo', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])
    expect((await get(url)).body).not.toMatch(/how it was built|"name"/);
  for (const url of [
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f.tsbuildinfo',
  ])
    expect((await get(url)).body).not.toMatch(/how it was built|"name"/);
});

it('over TLS a cookie is bound to the host', async () => {
  const anna = at.stranger();
  const name = await at.addOperator();
  const answer = await anna.ask('POST', '/session', {
    body: { name, password: 'three otters under a lamp' },
    headers: {
      host: 'desk.example',
      origin: 'https://desk.example',
      'user-agent': 'Version/18.1 Safari/605.1.15',
    },
  });
  expect(answer.headers['set-cookie']).toMatch(/^__Host-lazaret=.*; Secure; SameSite=Strict$/);
  // A plain cookie, which a neighbour could have set, is not looked at.
  anna.cookie = anna.cookie?.replace('__Host-', '');
  expect((await anna.ask('GET', '/session', { headers: { host: 'desk.example' } })).statusCode).toBe(401);
});
