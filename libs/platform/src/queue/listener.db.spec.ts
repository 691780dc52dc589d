import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Listener } from './listener.js';

const WAIT = { timeout: 10_000, interval: 5 };

let fresh: FreshDatabase;
let listener: Listener;
beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(() => {
  listener = new Listener({ url: fresh.url, onError: () => undefined, beatMs: 20 });
});
afterEach(() => listener.stop());
afterAll(() => fresh.close());
const notify = (channel: string): Promise<unknown> =>
  fresh.database.query(`select pg_notify($1, '')`, [channel]);

describe('Listener', () => {
  it('hears its channels and no other, on whichever day it was asked', async () => {
    const heard = { outbox: 0, 'odd"name': 0 };
    const up = vi.fn();
    listener.on('outbox', () => (heard.outbox += 1));
    listener.on('up', up);
    listener.start();
    await vi.waitFor(() => expect(up).toHaveBeenCalled(), WAIT);
    listener.on('odd"name', () => (heard['odd"name'] += 1));
    await vi.waitFor(() => expect(heard['odd"name']).toBe(1), WAIT);
    await notify('elsewhere');
    await notify('odd"name');
    await vi.waitFor(() => expect(heard['odd"name']).toBe(2), WAIT);
    // Once at the start, to look at what happened before.
    expect(heard.outbox).toBe(1);
  });

  it('tells nobody who has left', async () => {
    const [gone, here] = [vi.fn(), vi.fn()];
    const leave = listener.on('outbox', gone);
    listener.on('outbox', here);
    leave();
    listener.start();
    await vi.waitFor(() => expect(here).toHaveBeenCalled(), WAIT);
    expect(gone).not.toHaveBeenCalled();
  });

  it('stops at once also where nothing answers', async () => {
    const lost = new Listener({ url: 'postgres://nobody@127.0.0.1:1/none', onError: () => undefined });
    lost.start();
    await lost.stop();
  });
});
