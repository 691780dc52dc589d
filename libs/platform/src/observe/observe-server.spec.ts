import { Counter } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Broken, Unavailable } from '@lazaret/kernel';

import { type CheckResult, Health } from './health.js';
import { Metrics } from './metrics.js';
import { ObserveServer } from './observe-server.js';

describe('Health', () => {
  it('is ok when every check is, and says the age of the oldest work', async () => {
    const health = new Health();
    health.add('outbox', async () => ({ ok: true, ageSeconds: 3 }));
    expect(await health.report()).toEqual({ ok: true, checks: { outbox: { ok: true, ageSeconds: 3 } } });
  });

  it('is not ok when a check fails, and masks what its error quotes', async () => {
    const health = new Health();
    health.add('good', async () => ({ ok: true }));
    health.add('postgres', async () => {
      throw new Unavailable('cannot reach postgres://u:canary@db/x');
    });
    const report = await health.report();
    expect(report.ok).toBe(false);
    expect(report.checks['good']).toEqual({ ok: true });
    expect(report.checks['postgres']?.detail).toMatch(/^unavailable: /);
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  it('waits no longer than it may for a check, and does not start a second one meanwhile', async () => {
    let started = 0;
    let finish: (result: CheckResult) => void = () => undefined;
    const health = new Health();
    health.add(
      'slow',
      () => {
        started += 1;
        return new Promise((resolve) => (finish = resolve));
      },
      5,
    );
    expect((await health.report()).checks['slow']).toEqual({ ok: false, detail: 'no answer within 5 ms' });
    const again = health.report();
    finish({ ok: true });
    expect((await again).ok).toBe(true);
    expect(started).toBe(1);
  });

  it('has one check a name', () => {
    const health = new Health();
    health.add('x', async () => ({ ok: true }));
    expect(() => health.add('x', async () => ({ ok: true }))).toThrow(Broken);
  });
});

describe('ObserveServer', () => {
  let ok = true;
  let server: ObserveServer;
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

  beforeEach(async () => {
    ok = true;
    const metrics = new Metrics();
    new Counter({ name: 'lazaret_seen_total', help: 'x', registers: [metrics.registry] }).inc(4);
    const health = new Health();
    health.add('work', async () => ({ ok, detail: 'oldest due work' }));
    server = await ObserveServer.listen({ port: 0 }, { metrics, health });
  });
  afterEach(() => server.close());

  it('shows what was counted', async () => {
    const reply = await get('/metrics');
    expect(reply.headers.get('content-type')).toContain('text/plain');
    expect(await reply.text()).toContain('lazaret_seen_total 4');
  });

  it('is ready while all checks are ok, and says which is not', async () => {
    expect((await get('/readyz')).status).toBe(200);
    ok = false;
    const reply = await get('/readyz?verbose');
    expect(reply.status).toBe(503);
    expect(await reply.json()).toEqual({
      ok: false,
      checks: { work: { ok: false, detail: 'oldest due work' } },
    });
    expect((await get('/healthz')).status).toBe(200);
  });

  it.each([
    ['/', 'GET', 404],
    ['/metrics', 'POST', 405],
    ['/healthz', 'HEAD', 200],
  ])('answers %s %s with %i', async (path, method, status) => {
    expect((await get(path, { method })).status).toBe(status);
  });

  it('refuses a port that is taken', async () => {
    await expect(
      ObserveServer.listen({ port: server.port }, { metrics: new Metrics(), health: new Health() }),
    ).rejects.toBeInstanceOf(Unavailable);
  });
});

describe('Metrics', () => {
  it('of the process have a registry of their own each', async () => {
    const [one, other] = [new Metrics().withProcess(), new Metrics()];
    expect(await one.registry.metrics()).toContain('process_cpu_seconds_total');
    expect(await other.registry.metrics()).toBe('\n');
  });
});
