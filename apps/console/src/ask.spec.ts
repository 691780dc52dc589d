import { routes } from '@lazaret/contracts';
import { afterEach, describe, expect, it } from 'vitest';

import { ask, onSignedOut, pathTo, Problem } from './ask.js';

describe('pathTo', () => {
  it('fills in names and leaves out what is not given', () => {
    expect(pathTo(routes.case, { params: { code: 'K7QM-2TXD' } })).toBe('/api/v1/cases/K7QM-2TXD');
    expect(pathTo(routes.line, { params: { ref: 'a/b ?' } })).toBe('/api/v1/lines/a%2Fb%20%3F');
    expect(pathTo(routes.cases, { query: { waits: 'person', class: undefined, limit: 50 } })).toBe(
      '/api/v1/cases?waits=person&limit=50',
    );
  });
});

describe('ask', () => {
  const real = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = real;
  });
  const answering = (answer: () => Response) => {
    const seen: { url: string; init: RequestInit }[] = [];
    globalThis.fetch = (url, init) => {
      seen.push({ url: url as string, init: init ?? {} });
      return Promise.resolve(answer());
    };
    return seen;
  };

  it('says what it has seen and that it is no foreign form, when it changes something', async () => {
    const seen = answering(() => Response.json({ done: true }));
    await ask(routes.actOnCase, {
      params: { code: 'K7QM-2TXD' },
      body: { action: 'release', why: 'asked' },
      version: 7,
    });
    expect(seen[0]?.init.headers).toMatchObject({
      'if-match': '"7"',
      'x-lazaret': '1',
      'content-type': 'application/json',
    });
  });

  it('throws what went wrong, with the number to ask about', async () => {
    answering(() =>
      Response.json(
        { type: 'about:blank', title: 'Changed', status: 412, traceId: 'r-1', current: { version: 8 } },
        { status: 412, headers: { 'retry-after': '90' } },
      ),
    );
    await expect(ask(routes.health)).rejects.toMatchObject({
      status: 412, title: 'Changed', traceId: 'r-1', current: { version: 8 }, retryAfterSeconds: 90,
    }); // prettier-ignore
  });

  it('copes with an answer that is none of ours', async () => {
    answering(() => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    await expect(ask(routes.health)).rejects.toMatchObject({ status: 502, traceId: null });
    globalThis.fetch = () => Promise.reject(new TypeError('no network'));
    await expect(ask(routes.health)).rejects.toBeInstanceOf(Problem);
  });

  it('tells when the session is over, but not of a wrong password', async () => {
    answering(() =>
      Response.json({ type: 'about:blank', title: 'No', status: 401, traceId: 'r' }, { status: 401 }),
    );
    let told = 0;
    const stop = onSignedOut(() => told++);
    await expect(ask(routes.signIn, { body: { name: 'a', password: 'b' } })).rejects.toThrow();
    expect(told).toBe(0);
    await expect(ask(routes.session)).rejects.toThrow();
    expect(told).toBe(1);
    stop();
  });
});
