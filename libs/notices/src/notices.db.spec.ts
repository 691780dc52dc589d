import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Personal, Refused, Unavailable } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Brands } from './brand.config.js';
import { loadBrands, loadLetters } from './letters.file.js';
import type { Letters } from './letters.js';
import { TestMailServer } from './mail-server.contract.js';
import { aMail } from './mailer.contract.js';
import type { Mailer, MailReceipt } from './mailer.js';
import { SmtpMailer } from './mailer.smtp.js';
import { noticesEntities } from './notice.entity.js';
import { NoticeSender } from './notice-sender.service.js';
import { NoticesMetrics } from './notices.metrics.js';
import { NoticesModule } from './notices.module.js';
import { NoticesRepository } from './notices.repository.js';
import { NoticesService, type ClaimedNotice, type NoticeReceipt } from './notices.service.js';
import { aNoticePlan, EXAMPLE_BRANDS, FakeMailer } from './testing.js';

const NOW = new Date('2026-11-12T12:00:00Z');
const CLAIM_MS = 60_000;

let fresh: FreshDatabase;
let letters: Letters;
let notices: NoticesService;
let registry: Registry;
let metrics: NoticesMetrics;

beforeAll(async () => {
  fresh = await freshDatabase(noticesEntities);
  letters = await loadLetters(await loadBrands(EXAMPLE_BRANDS));
  await run((tx) =>
    tx.execute(
      `insert into directory.line (ref, class, confinable, time_zone) values ('line-1', 'residential', true, 'Europe/London')`,
    ),
  );
});
afterAll(() => fresh.close());

beforeEach(async () => {
  registry = new Registry();
  metrics = new NoticesMetrics(registry);
  notices = new NoticesService(new NoticesRepository(), letters, metrics, { milliseconds: CLAIM_MS });
  await run((tx) => tx.execute('truncate notices.notice'));
});

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

function senderWith(mailer: Mailer): NoticeSender {
  return new NoticeSender(fresh.database, notices, letters, mailer, metrics);
}

async function plan(count = 1, facts: Parameters<typeof aNoticePlan>[0] = {}): Promise<number[]> {
  const plans = Array.from({ length: count }, () => aNoticePlan(facts));
  return (await run((tx) => notices.plan(tx, plans, NOW))).map((n) => n.id);
}

async function claim(ids: readonly number[], now = NOW): Promise<readonly ClaimedNotice[]> {
  return (await run((tx) => notices.claim(tx, ids, now))).ready;
}

/** The clock of claims is real; this moves the rows instead of waiting. */
async function letClaimsRunOut(): Promise<void> {
  await run((tx) =>
    tx.execute(
      `update notices.notice set claimed_until = clock_timestamp() - interval '1 s' where claimed_until is not null`,
    ),
  );
  await run((tx) => tx.execute(`update notices.notice set not_before = null`));
}

async function states(): Promise<Record<string, number>> {
  const rows = await fresh.database.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from notices.notice group by state order by state',
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

function addresses(
  ready: readonly ClaimedNotice[],
  name = (n: ClaimedNotice) => `reader${n.id}`,
): Map<number, Personal> {
  return new Map(ready.map((n) => [n.id, new Personal(`${name(n)}@home.example`)]));
}

const settle = (receipts: readonly NoticeReceipt[]): ReturnType<NoticesService['settle']> =>
  run((tx) => notices.settle(tx, receipts, NOW));

describe('planning', () => {
  it('plans a letter of a round once', async () => {
    const one = aNoticePlan();
    const first = await run((tx) => notices.plan(tx, [one], NOW));
    expect(first).toMatchObject([{ caseId: one.caseId, template: 'first', round: 1 }]);
    expect(await run((tx) => notices.plan(tx, [one, { ...one, round: 2 }], NOW))).toMatchObject([
      { round: 2 },
    ]);
    expect(await states()).toEqual({ planned: 2 });
  });

  it('plans nothing when one plan is wrong', async () => {
    const wrong = aNoticePlan({ template: 'reminder' });
    await expect(run((tx) => notices.plan(tx, [aNoticePlan(), wrong], NOW))).rejects.toThrow(Refused);
    expect(await states()).toEqual({});
  });

  it('keeps advice and facts, and nothing else of what it was given', async () => {
    const [id] = await plan();
    const [row] = await fresh.database.query<{ matter: Record<string, unknown> }>(
      'select matter from notices.notice where id = $1',
      [id],
    );
    expect(row?.matter).toMatchObject({
      advice: 'camera',
      family: 'Mirai',
      code: 'H7KM-3RTX',
      timeZone: 'Europe/London',
    });
    expect(Object.keys(row?.matter ?? {}).sort()).toEqual(
      [
        'advice',
        'brand',
        'class',
        'code',
        'endsAtLatestDays',
        'family',
        'heldSince',
        'lastSeenAt',
        'mayHold',
        'profile',
        'release',
        'releasedAt',
        'sightings',
        'timeZone',
        'wroteAt',
      ].sort(),
    );
  });

  it('plans a thousand in a moment', async () => {
    const started = performance.now();
    await plan(1000);
    expect(await states()).toEqual({ planned: 1000 });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('claiming', () => {
  it('gives a notice to one sender only', async () => {
    const ids = await plan(10);
    const claims = await Promise.all([1, 2, 3].map(() => run((tx) => notices.claim(tx, ids, NOW))));
    expect(claims.flatMap((c) => c.ready.map((n) => n.id)).sort()).toEqual([...ids].sort());
    expect(claims.flatMap((c) => c.waiting)).toHaveLength(20);
  });

  it('waits for the hour the letter is due', async () => {
    const ids = await plan(1, { dueAt: new Date('2026-11-12T15:00:00Z') });
    const early = await run((tx) => notices.claim(tx, ids, NOW));
    expect(early).toMatchObject({ ready: [], waiting: ids });
    expect(await claim(ids, new Date('2026-11-12T15:00:00Z'))).toHaveLength(1);
  });

  it('gives a notice again when its sender died before the letter left', async () => {
    const ids = await plan();
    const [before] = await claim(ids);
    await letClaimsRunOut();
    const [after] = await claim(ids);
    expect(after).toMatchObject({ messageId: before?.messageId, attempt: 1 });
    expect(after?.claim).not.toBe(before?.claim);
  });

  it('calls it uncertain when its sender died while the letter left, and never gives it again', async () => {
    const ids = await plan();
    const [notice] = await claim(ids);
    if (notice === undefined) throw new Error('not claimed');
    await run((tx) => notices.begin(tx, notice, letters.write('first', notice.matter, null, NOW)));
    expect(await run((tx) => notices.claim(tx, ids, NOW))).toMatchObject({
      ready: [],
      uncertain: [],
      waiting: ids,
    });
    await letClaimsRunOut();
    expect(await run((tx) => notices.claim(tx, ids, NOW))).toMatchObject({
      ready: [],
      uncertain: [{ id: notice.id, state: 'uncertain' }],
      waiting: [],
    });
    await letClaimsRunOut();
    expect(await run((tx) => notices.claim(tx, ids, NOW))).toEqual({ ready: [], uncertain: [], waiting: [] });
  });

  it('lets a late answer of the first sender correct what was uncertain', async () => {
    const ids = await plan();
    const [notice] = await claim(ids);
    if (notice === undefined) throw new Error('not claimed');
    await run((tx) => notices.begin(tx, notice, letters.write('first', notice.matter, null, NOW)));
    await letClaimsRunOut();
    await run((tx) => notices.claim(tx, ids, NOW));
    const sent = {
      state: 'sent',
      receipt: '250 ok',
      remoteId: null,
      error: null,
      badAddress: false,
      counted: true,
      retryMs: null,
    } as const;
    expect(await settle([{ ...sent, id: notice.id, claim: notice.claim }])).toMatchObject([
      { state: 'sent' },
    ]);
  });

  it('takes no more than fifty at once', async () => {
    await expect(
      run((tx) =>
        notices.claim(
          tx,
          Array.from({ length: 51 }, (_, n) => n + 1),
          NOW,
        ),
      ),
    ).rejects.toThrow(Refused);
  });
});

describe('sending', () => {
  it('writes what became of each notice, with the letter exactly as it left', async () => {
    const mailer = new FakeMailer();
    const ready = await claim(await plan(2));
    const settled = await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
    expect(settled.map((s) => s.state)).toEqual(['sent', 'sent']);
    const seen = await run((tx) => notices.view(tx, ready[0]?.id ?? 0));
    const mail = mailer.left.find((m) => m.messageId === seen?.messageId);
    expect(seen).toMatchObject({
      subject: mail?.subject,
      text: mail?.text,
      html: mail?.html,
      sentAt: NOW,
      state: 'sent',
    });
    expect(seen?.templateVersion).toBe(
      letters.write('first', ready[0]?.matter ?? neverMatter(), null, NOW).version,
    );
    expect(JSON.stringify(seen)).not.toContain('home.example');
  });

  it('keeps no address anywhere, whatever the server answers', async () => {
    const mailer = new FakeMailer();
    const ready = await claim(await plan(2));
    mailer.answer(`reader${ready[0]?.id}@home.example`, {
      outcome: 'refused',
      permanent: true,
      badAddress: true,
      response: '550 5.1.1 [address]',
    });
    await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
    const rows = await fresh.database.query<{ row: string }>(
      'select notice::text as row from notices.notice',
    );
    expect(rows.filter(({ row }) => /reader|home\.example/.test(row))).toEqual([]);
    expect(await states()).toEqual({ failed: 1, sent: 1 });
  });

  it('fails a notice nobody can be told, and says why', async () => {
    const ready = await claim(await plan());
    const settled = await settle(await senderWith(new FakeMailer()).send(ready, new Map(), NOW));
    expect(settled).toMatchObject([{ state: 'failed', error: 'no-contact', badAddress: false }]);
  });

  it('fails a letter of a brand nobody described, and sends the others', async () => {
    const ids = [...(await plan(1, { brand: 'other' })), ...(await plan())];
    const ready = await claim(ids);
    await settle(await senderWith(new FakeMailer()).send(ready, addresses(ready), NOW));
    expect(await states()).toEqual({ failed: 1, sent: 1 });
  });

  it('puts a temporary refusal off with patience, and gives up in the end', async () => {
    const mailer = new FakeMailer();
    const ids = await plan();
    let attempts = 0;
    for (let ready = await claim(ids); ready.length > 0; ready = await claim(ids)) {
      attempts += 1;
      mailer.answer(`reader${ids[0]}@home.example`, {
        outcome: 'refused',
        permanent: false,
        badAddress: false,
        response: '450 later',
      });
      await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
      expect(await claim(ids)).toEqual([]);
      await letClaimsRunOut();
    }
    expect(attempts).toBe(9);
    expect(await states()).toEqual({ failed: 1 });
  });

  it('uses up no attempt when the server is away, and asks it once only', async () => {
    const mailer = new FakeMailer();
    mailer.breakOff('connect ECONNREFUSED');
    const ids = await plan(40);
    const ready = await claim(ids);
    await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
    expect(await states()).toEqual({ planned: 40 });
    expect(await counted('lazaret_notices_mails_total')).toBeLessThanOrEqual(5);
    expect((await run((tx) => notices.claim(tx, ids, NOW))).waiting).toEqual(ids);
    mailer.breakOff(null);
    await letClaimsRunOut();
    const again = await claim(ids);
    expect(again.map((n) => n.attempt)).toEqual(again.map(() => 1));
    await settle(await senderWith(mailer).send(again, addresses(again), NOW));
    expect(await states()).toEqual({ sent: 40 });
  });

  it('a sender the server refuses keeps no other brand waiting', async () => {
    const north = letters.brands.find('northlight');
    if (north === undefined) throw new Error('the example has no such brand');
    const south = { ...north, from: { name: 'Southlight', address: 'care@southlight.example' } };
    const two = await loadLetters(Brands.read({ default: 'north', brands: { north, south } }));
    const refusing: Mailer = {
      send: async (mail, hooks) => {
        if (mail.from.address === north.from.address)
          return { outcome: 'unreachable', response: '550 5.7.1 sender not allowed' };
        await hooks.onData();
        return { outcome: 'accepted', response: '250 ok', remoteId: null };
      },
      close: async () => undefined,
    };
    const ready = await claim([
      ...(await plan(8, { brand: 'north' })),
      ...(await plan(8, { brand: 'south' })),
    ]);
    const sender = new NoticeSender(fresh.database, notices, two, refusing, metrics);
    await settle(await sender.send(ready, addresses(ready), NOW));
    expect(await states()).toEqual({ planned: 8, sent: 8 });
  });

  it('stops when it is told to and puts the rest back at once', async () => {
    const ids = await plan(20);
    const ready = await claim(ids);
    await settle(await senderWith(new FakeMailer()).send(ready, addresses(ready), NOW, AbortSignal.abort()));
    expect(await states()).toEqual({ planned: 20 });
    expect(await claim(ids)).toHaveLength(20);
  });

  it('does not send what was taken over or cancelled meanwhile', async () => {
    const mailer = new FakeMailer();
    const ids = await plan(2);
    const ready = await claim(ids);
    const [first] = ready;
    await run((tx) => notices.cancel(tx, [first?.caseId ?? 0], 'the case was closed', NOW));
    const settled = await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
    expect(settled.map((s) => s.id)).toEqual([ready[1]?.id]);
    expect(mailer.left).toHaveLength(1);
    expect(await states()).toEqual({ cancelled: 1, sent: 1 });
  });

  it('does not try again what was cancelled while it was leaving', async () => {
    const mailer = new FakeMailer();
    const ids = await plan(2);
    const ready = await claim(ids);
    const cases = ready.map((notice) => notice.caseId);
    const cancelling: Mailer = {
      send: async (mail, hooks) => {
        await mailer.send(mail, hooks);
        expect(await run((tx) => notices.cancel(tx, cases.splice(0, 1), 'the case was closed', NOW))).toEqual(
          [],
        );
        return mailer.left.length === 1
          ? { outcome: 'refused', permanent: false, badAddress: false, response: '451 4.7.1 greylisted' }
          : { outcome: 'accepted', response: '250 ok', remoteId: null };
      },
      close: () => mailer.close(),
    };
    const one = async (notice: ClaimedNotice | undefined): Promise<void> =>
      void (await settle(await senderWith(cancelling).send(notice ? [notice] : [], addresses(ready), NOW)));
    await one(ready[0]);
    await one(ready[1]);
    expect(await states()).toEqual({ cancelled: 1, sent: 1 });
    expect(await claim(ids)).toEqual([]);
  });

  it('sends nothing it could not flag', async () => {
    const mailer = new FakeMailer();
    const ready = await claim(await plan(3));
    const gone = Object.create(fresh.database, {
      run: { value: () => Promise.reject(new Unavailable('PostgreSQL does not answer')) },
    }) as typeof fresh.database;
    const receipts = await new NoticeSender(gone, notices, letters, mailer, metrics).send(
      ready,
      addresses(ready),
      NOW,
    );
    expect(receipts.map((r) => [r.state, r.counted])).toEqual(ready.map(() => ['planned', false]));
    expect(mailer.left).toEqual([]);
  });
});

describe('over a real mail server', () => {
  async function withServer(
    work: (server: TestMailServer, mailer: SmtpMailer) => Promise<void>,
  ): Promise<void> {
    const server = new TestMailServer();
    const port = await server.start();
    const mailer = new SmtpMailer({
      host: '127.0.0.1',
      port,
      tls: 'none',
      connections: 5,
      timeoutMs: 5_000,
      name: 'test.example',
    });
    try {
      await work(server, mailer);
    } finally {
      await mailer.close();
      await server.stop();
    }
  }

  async function sendAll(
    ids: readonly number[],
    mailer: Mailer,
    name?: (n: ClaimedNotice) => string,
  ): Promise<void> {
    for (let at = 0; at < ids.length; at += 50) {
      const ready = await claim(ids.slice(at, at + 50));
      await settle(await senderWith(mailer).send(ready, addresses(ready, name), NOW));
    }
  }

  it('delivers two hundred letters once each, over five connections', async () => {
    await withServer(async (server, mailer) => {
      const ids = await plan(200);
      await sendAll(ids, mailer);
      expect(await states()).toEqual({ sent: 200 });
      expect(new Set(server.arrived.map((a) => a.parsed.messageId)).size).toBe(200);
      expect(server.arrived).toHaveLength(200);
      expect(server.connections.size).toBeLessThanOrEqual(5);
      for (const { from, to, parsed } of server.arrived) {
        const id = /^reader(\d+)@/.exec(to)?.[1];
        expect(parsed.messageId).toMatch(
          new RegExp(`^<notice-${id}\\.[0-9a-f]{16}@notices\\.northlight\\.example>$`),
        );
        expect(from).toBe(
          `bounce+${parsed.messageId?.slice('<notice-'.length).split('@')[0]}@notices.northlight.example`,
        );
      }
    });
  });

  it('settles each refusal as what it is', async () => {
    await withServer(async (_server, mailer) => {
      const names = ['gone', 'policy', 'spam', 'later', 'defer', 'silent', 'drop', 'anna'];
      const ids = await plan(names.length);
      // One at a time: the server breaks all its connections for "silent" and "drop".
      for (const [at, id] of ids.entries()) await sendAll([id], mailer, () => names[at] ?? '');
      const history = await run((tx) =>
        notices.history(
          tx,
          Array.from({ length: 5_000 }, (_, n) => n + 1),
        ),
      );
      const facts = [...history.values()].flat();
      expect(facts.map((f) => f.state)).toEqual([
        'failed',
        'failed',
        'failed',
        'planned',
        'planned',
        'uncertain',
        'uncertain',
        'sent',
      ]);
      expect(facts[0]?.receipt).toMatch(/^550 5\.1\.1/);
    });
  });

  it('keeps the message id over attempts', async () => {
    await withServer(async (server, mailer) => {
      const ids = await plan();
      await sendAll(ids, mailer, () => 'defer');
      await letClaimsRunOut();
      await sendAll(ids, mailer, () => 'anna');
      const [sent] = await fresh.database.query<{ message_id: string; attempt: number }>(
        'select message_id, attempt from notices.notice',
      );
      expect(sent).toEqual({ message_id: server.arrived[0]?.parsed.messageId, attempt: 2 });
    });
  });

  it('loses nothing and sends nothing twice when the sender dies in the middle', async () => {
    await withServer(async (server, mailer) => {
      const ids = await plan(50);
      const ready = await claim(ids);
      // The sender that dies: some are settled by nobody, some are flagged and gone, some not begun.
      const dying = new SmtpMailer({
        host: '127.0.0.1',
        port: server.port,
        tls: 'none',
        connections: 5,
        timeoutMs: 5_000,
      });
      let sent = 0;
      const dies: Mailer = {
        send: async (mail, hooks): Promise<MailReceipt> => {
          sent += 1;
          if (sent > 20) return new Promise(() => undefined);
          return dying.send(mail, hooks);
        },
        close: async () => undefined,
      };
      void senderWith(dies).send(ready, addresses(ready), NOW);
      await until(() => server.arrived.length === 20);
      await dying.close();
      expect(await states()).toEqual({ claimed: 30, sending: 20 });

      await letClaimsRunOut();
      await sendAll(ids, mailer);
      expect(await states()).toEqual({ sent: 30, uncertain: 20 });
      expect(server.arrived).toHaveLength(50);
      expect(new Set(server.arrived.map((a) => a.parsed.messageId)).size).toBe(50);
    });
  });

  it('cuts a letter off before its first byte when the claim is lost at the last moment', async () => {
    await withServer(async (server, mailer) => {
      const ids = await plan();
      const ready = await claim(ids);
      server.beforeData = async () =>
        void (await run((tx) => notices.cancel(tx, [ready[0]?.caseId ?? 0], 'closed', NOW)));
      const settled = await settle(await senderWith(mailer).send(ready, addresses(ready), NOW));
      expect(settled).toEqual([]);
      expect(server.arrived).toEqual([]);
      expect(await states()).toEqual({ cancelled: 1 });
    });
  });
});

describe('looking', () => {
  it('shows no letter that never began to leave', async () => {
    const [id] = await plan();
    expect(await run((tx) => notices.view(tx, id ?? 0))).toBeNull();
    expect(await run((tx) => notices.view(tx, 999_999_999))).toBeNull();
  });

  it('counts what moves', async () => {
    const ready = await claim(await plan(3));
    await settle(await senderWith(new FakeMailer()).send(ready, addresses(ready), NOW));
    expect(await counted('lazaret_notices_planned_total')).toBe(3);
    expect(await counted('lazaret_notices_settled_total')).toBe(3);
    expect(await counted('lazaret_notices_mails_total')).toBe(3);
  });
});

describe('the room', () => {
  it('has entities that say the same as the database', async () => {
    const { upQueries } = await fresh.database.source.driver.createSchemaBuilder().log();
    const drift = upQueries.map(({ query }) => query).filter((query) => query.includes('"notices"'));
    expect(drift.filter((query) => query.includes('COLUMN'))).toEqual([]);
    expect(drift.length).toBeGreaterThan(0);
  });

  it('is put together by Nest', async () => {
    @Module({ providers: [{ provide: Database, useValue: fresh.database }], exports: [Database] })
    @Global()
    class HouseModule {}
    const mailer = new FakeMailer();
    const room = NoticesModule.register({ letters, mailer, metrics, claimMs: CLAIM_MS });
    const app = await Test.createTestingModule({ imports: [HouseModule, room] }).compile();
    expect(app.get(NoticeSender)).toBeInstanceOf(NoticeSender);
    expect(app.get(NoticesService)).toBeInstanceOf(NoticesService);
    await app.close();
    const mail = aMail();
    expect((await mailer.send(mail, { onData: async () => undefined })).outcome).toBe('unreachable');
  });
});

async function counted(name: string): Promise<number> {
  const metric = await registry.getSingleMetric(name)?.get();
  return metric?.values.reduce((sum, value) => sum + value.value, 0) ?? 0;
}

function neverMatter(): never {
  throw new Error('nothing was claimed');
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resume) => setImmediate(resume));
}
