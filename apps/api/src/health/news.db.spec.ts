import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { API_BASE } from '@lazaret/contracts';
import { setClock } from '@lazaret/platform';

import { AnApi, type Visitor } from '../an-api.contract.js';

let at: AnApi;
beforeAll(async () => {
  at = await AnApi.start();
});
afterAll(() => at.close());

/** Listens as a console does. */
class Listening {
  heard = '';
  ended = false;
  status = 0;
  type = '';

  static async of({ cookie = '' }: Visitor): Promise<Listening> {
    const [listening, gone] = [new Listening(), new AbortController()];
    onTestFinished(() => gone.abort());
    const url = new URL(`${API_BASE}/events`, at.api.address);
    const answer = await fetch(url, { headers: { cookie }, signal: gone.signal });
    listening.status = answer.status;
    listening.type = answer.headers.get('content-type') ?? '';
    void (async () => {
      for await (const piece of answer.body ?? []) listening.heard += Buffer.from(piece).toString();
    })()
      .catch(() => undefined)
      .finally(() => (listening.ended = true));
    return listening;
  }

  async until(pattern: RegExp): Promise<string> {
    await expect.poll(() => this.heard, { timeout: 10_000 }).toMatch(pattern);
    return pattern.exec(this.heard)?.[1] ?? '';
  }
}

async function aCase(): Promise<void> {
  await at.desk.run(async (tx) => {
    const [line] = await tx.query<{ id: number }>(
      `insert into directory.line (ref, class, time_zone, confinable)
       values (gen_random_uuid()::text, 'residential', 'UTC', true) returning id`,
    );
    const [made] = await tx.query<{ id: number }>(
      `insert into cases.case (tenure_id, line_id, class, opened_at, observing)
       values ($1, $1, 'infected', now(), false) returning id`,
      [line?.id],
    );
    await tx.query(
      `insert into cases.event (case_id, at, kind, actor_kind, actor_name) values ($1, now(), 'opened', 'system', 'x')`,
      [made?.id],
    );
  });
}

describe('news', () => {
  it('come when cases change, to whoever may read cases', async () => {
    const listening = await Listening.of(await at.someone('viewer'));
    expect([listening.status, listening.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await listening.until(/still here/);
    await aCase();
    const data = JSON.parse(await listening.until(/event: cases\ndata: (.*)\n\n/)) as object;
    expect(data).toEqual({ changed: 1, since: expect.stringMatching(/^2\d{3}-.*Z$/) });
  });

  it('come when the clock is set', async () => {
    const listening = await Listening.of(await at.someone('helpline'));
    await setClock(at.desk.database, new Date('2026-12-01T08:00:00Z'));
    expect(await listening.until(/event: clock\ndata: (.*)\n\n/)).toBe('{"now":"2026-12-01T08:00:00.000Z"}');
  });

  it('end with the session', async () => {
    const anna = await at.someone('viewer');
    const listening = await Listening.of(anna);
    await listening.until(/still here/);
    expect(listening.ended).toBe(false);
    await anna.ask('DELETE', '/session');
    await expect.poll(() => listening.ended, { timeout: 10_000 }).toBe(true);
  });

  it('go to ten windows of one operator and no more', async () => {
    const anna = await at.someone('viewer');
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await Listening.of(anna)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  });
});
