import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ApprovalsService, AuditService } from '@lazaret/access';
import { BulkService, CasesByHand } from '@lazaret/cases';
import { PERMISSIONS, Unavailable, type Instant, type Permission } from '@lazaret/kernel';

import { on } from '../november.contract.js';
import { aSession, SmallProvider, type Home } from '../small-provider.contract.js';
import type { CaseAction } from './allow-actions.js';
import { ApproveStep } from './approve.step.js';
import type { Asking } from './asker.js';
import { BulkStep } from './bulk.step.js';
import { CaseHandsStep } from './case-hands.step.js';
import { CaseMoved } from './case-moved.js';
import { LineHandsStep } from './line-hands.step.js';
import { NotAllowed } from './not-allowed.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

const WHY = 'a good reason';
let made = 0;
let address = '';
beforeEach(() => {
  address = `203.0.113.${++made}`;
});

function asking(name: string, now: Instant, permissions: readonly Permission[] = PERMISSIONS): Asking {
  return {
    by: {
      name,
      permissions: new Set(permissions),
      preferences: { locale: 'en', timeZone: 'UTC' },
      requestId: 'r-1',
      address: null,
    },
    now,
    real: on(20),
  };
}

/** Seen and told, online, on Monday the 2nd; behind a BNG of its own. */
async function told(ref: string, line: Parameters<SmallProvider['home']>[1] = {}): Promise<Home> {
  const home = await provider.home(ref, { nas: ref, ...line });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, address)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  return home;
}

const held = (home: Home): string | null => provider.network.enforcer.held(`${home.ref}-${address}`);

async function act(home: Home, action: CaseAction, by: Asking): Promise<number | null> {
  const { code } = (await provider.story(home)).case;
  const { version } = await provider.database.run((tx) => provider.get(CasesByHand).take(tx, code));
  const done = await provider.get(CaseHandsStep).act(code, version, action, WHY, by);
  await provider.work(by.now);
  return done;
}

/** In the garden since ten on the 2nd, because two people wanted it. */
async function confined(ref: string): Promise<Home> {
  const home = await told(ref);
  const approval = await act(home, 'confine', asking('anna', on(2, '10:00')));
  await provider.get(ApproveStep).decide(approval ?? 0, 'approved', null, asking('ben', on(2, '10:00')));
  await provider.work(on(2, '10:00'));
  expect(held(home)).toBe('leaky');
  return home;
}

const kinds = async (home: Home): Promise<string[]> =>
  (await provider.story(home)).timeline
    .map(({ kind }) => kind)
    .filter((kind) => /^(desk|phone|garden|attribution)/.test(kind));

describe('holding back by hand', () => {
  it('takes two people, and the one who asked is not the second', async () => {
    const home = await told('two-people');
    const approval = await act(home, 'confine', asking('anna', on(2, '10:00')));
    expect(approval).not.toBeNull();
    expect(held(home)).toBeNull();
    await expect(act(home, 'confine', asking('ben', on(2, '10:01')))).rejects.toMatchObject({
      forbidden: 'waits-for-approval',
    });
    const approve = provider.get(ApproveStep);
    await expect(
      approve.decide(approval ?? 0, 'approved', null, asking('anna', on(2, '10:02'))),
    ).rejects.toThrow();
    await provider.work(on(2, '10:02'));
    expect(held(home)).toBeNull();
    await approve.decide(approval ?? 0, 'approved', 'yes', asking('ben', on(2, '10:03')));
    await provider.work(on(2, '10:03'));
    expect(held(home)).toBe('leaky');
    expect(await kinds(home)).toEqual(['desk.confine-asked', 'desk.confine', 'garden.accepted']);
    // No longer than the machine may hold it, and the decider leaves it there.
    const [{ ends } = { ends: null }] = await provider.database.query<{ ends: Instant }>(
      'select ends_at as ends from garden.confinement where line_id = $1',
      [home.lineId],
    );
    expect(ends).toEqual(on(9, '10:03'));
    expect((await provider.story(home)).case.state).toBe('confined');
  });

  it('is declined without a trace in the network', async () => {
    const home = await told('declined');
    const approval = await act(home, 'confine', asking('anna', on(2, '10:00')));
    await provider.get(ApproveStep).decide(approval ?? 0, 'declined', 'no', asking('ben', on(2, '10:03')));
    await provider.work(on(2, '10:03'));
    expect(await provider.stay(home)).toBeUndefined();
  });

  it('is not done when, meanwhile, the line must not be held', async () => {
    const home = await told('protected-meanwhile');
    const approval = await act(home, 'confine', asking('anna', on(2, '10:00')));
    await provider.directory(
      'line',
      [{ ref: home.ref, class: 'protected', time_zone: 'Europe/London' }],
      on(2, '10:01'),
    );
    const agree = (): Promise<unknown> =>
      provider.get(ApproveStep).decide(approval ?? 0, 'approved', null, asking('ben', on(2, '10:03')));
    // What has changed is decided first; then it is known.
    await expect(agree()).rejects.toBeInstanceOf(Unavailable);
    await provider.work(on(2, '10:03'));
    await expect(agree()).rejects.toBeInstanceOf(NotAllowed);
    const still = await provider.database.run((tx) => provider.get(ApprovalsService).find(tx, approval ?? 0));
    expect(still?.state).toBe('open');
    expect(await provider.stay(home)).toBeUndefined();
  });

  it.each<[string, Parameters<SmallProvider['home']>[1], string]>([
    ['a business line', { class: 'business' }, 'line-class'],
    ['a shared line', { class: 'shared' }, 'line-class'],
    ['a wholesale line', { class: 'wholesale' }, 'line-class'],
    ['a line of unknown class', { class: 'unknown' }, 'line-class'],
    ['a protected line', { class: 'protected' }, 'line-is-protected'],
    ['a line that must not be confined', { confinable: false }, 'line-is-protected'],
  ])('never asks for %s', async (name, line, forbidden) => {
    const home = await told(`never-${made}`, line);
    await expect(act(home, 'confine', asking('anna', on(2, '10:00')))).rejects.toMatchObject({ forbidden });
    expect(held(home), name).toBeNull();
  });

  it('never while somebody who said that safety needs the line waits for an answer; talking with them answers', async () => {
    const home = await told('needed');
    const { code } = (await provider.story(home)).case;
    await provider.database.query('update platform.clock set at = $1', [on(2, '09:30')]);
    await provider.database.query(
      `insert into portal.request (kind, code, nonce) values ('safety', $1, gen_random_uuid())`,
      [code],
    );
    await provider.work(on(2, '09:30'));
    await expect(act(home, 'confine', asking('anna', on(2, '10:00')))).rejects.toMatchObject({
      forbidden: 'line-is-protected',
    });
    await act(home, 'call-back', asking('anna', on(2, '10:01')));
    expect(await act(home, 'confine', asking('anna', on(2, '10:02')))).not.toBeNull();
  });

  it('never on what was seen more than 48 hours ago', async () => {
    const home = await told('old-evidence');
    await expect(act(home, 'confine', asking('anna', on(4, '08:01')))).rejects.toMatchObject({
      forbidden: 'no-evidence',
    });
  });

  it('is agreed to only by who could do it himself', async () => {
    const home = await told('engineer');
    const approval = await act(home, 'confine', asking('anna', on(2, '10:00')));
    const engineer = asking('eve', on(2, '10:01'), ['approval.decide', 'policy.propose']);
    await expect(
      provider.get(ApproveStep).decide(approval ?? 0, 'approved', null, engineer),
    ).rejects.toMatchObject({ forbidden: 'no-permission' });
  });

  it('keeps the caps, and what does not fit stays asked for', async () => {
    const homes: Home[] = [];
    for (let n = 0; n < 6; n++) {
      address = `203.0.113.${200 + n}`;
      homes.push(await told(`cap-${n}`, { nas: 'one-bng' }));
    }
    const answers: string[] = [];
    for (const home of homes) {
      const approval = await act(home, 'confine', asking('anna', on(2, '11:00')));
      answers.push(
        await provider
          .get(ApproveStep)
          .decide(approval ?? 0, 'approved', null, asking('ben', on(2, '11:00')))
          .then(
            ({ state }) => state,
            (error: unknown) => String(error),
          ),
      );
    }
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('approved'));
    expect(answers[5]).toMatch(/an hour behind one BNG/);
  });
});

describe('the desk', () => {
  it('lets a line out at once, alone', async () => {
    const home = await confined('released');
    await act(home, 'release', asking('anna', on(2, '12:00')));
    expect(held(home)).toBeNull();
    expect(await provider.stay(home)).toMatchObject({
      state: 'released',
      openWhy: 'desk',
      openBy: 'operator',
    });
    await expect(act(home, 'release', asking('anna', on(2, '12:01')))).rejects.toMatchObject({
      forbidden: 'not-confined',
    });
    // It is not taken in again on what was seen before.
    await provider.workUntil(on(2, '12:01'), on(6, '12:00'));
    expect(held(home)).toBeNull();
  });

  it('tells the second of two that the case was changed', async () => {
    const home = await told('changed');
    const { code } = (await provider.story(home)).case;
    const { version } = await provider.database.run((tx) => provider.get(CasesByHand).take(tx, code));
    const hands = provider.get(CaseHandsStep);
    await hands.act(code, version, 'acknowledge', WHY, asking('anna', on(2, '10:00')));
    await expect(
      hands.act(code, version, 'call-back', WHY, asking('ben', on(2, '10:00'))),
    ).rejects.toBeInstanceOf(CaseMoved);
  });

  it('withdraws what was somebody else: let out, told so, closed, and not attached again', async () => {
    const home = await confined('not-them');
    await act(home, 'withdraw', asking('anna', on(2, '12:00')));
    expect(held(home)).toBeNull();
    const story = await provider.story(home);
    expect(story.case).toMatchObject({ state: 'closed', closeReason: 'withdrawn', sightings: 0 });
    expect(await provider.notices(home)).toContain('correction sent');
    // Whatever asks about the same rows again.
    await provider.database.query(
      `update ledger.attribution set due_at = $1 where observation_id in (select observation_id from cases.sighting where case_id = $2)`,
      [on(2, '12:30'), story.case.id],
    );
    await provider.work(on(2, '13:00'));
    const [{ open } = { open: -1 }] = await provider.database.query<{ open: number }>(
      `select count(*)::int as open from cases.case where line_id = $1 and state <> 'closed'`,
      [home.lineId],
    );
    expect(open).toBe(0);
  });

  it('protects a line that safety needs, for good', async () => {
    const home = await confined('safety');
    await act(home, 'safety', asking('anna', on(2, '12:00')));
    expect(held(home)).toBeNull();
    await expect(act(home, 'confine', asking('anna', on(2, '12:01')))).rejects.toMatchObject({
      forbidden: 'line-is-protected',
    });
  });

  it('does nothing for who may not', async () => {
    const home = await confined('forbidden');
    for (const action of [
      'release',
      'confine',
      'withdraw',
      'safety',
      'not-me',
      'acknowledge',
      'call-back',
    ] as const)
      await expect(act(home, action, asking('eve', on(2, '12:00'), ['case.read']))).rejects.toMatchObject({
        forbidden: 'no-permission',
      });
    expect(held(home)).toBe('leaky');
  });
});

describe('the help line', () => {
  it('lets out, takes an appeal and a wish to be called, and protects', async () => {
    const home = await confined('caller');
    const phone = provider.get(LineHandsStep);
    const by = asking('hal', on(2, '12:00'), ['garden.release']);
    expect(await phone.act(home.ref, 'not-me', WHY, by)).toBe('desk');
    expect(await phone.act(home.ref, 'call-back', WHY, by)).toBe('desk');
    expect(await phone.act(home.ref, 'release', WHY, by)).toBe('released');
    await provider.work(on(2, '12:00'));
    expect(held(home)).toBeNull();
    expect(await phone.act(home.ref, 'safety', WHY, by)).toBe('noted');
    await expect(phone.act(home.ref, 'release', WHY, by)).rejects.toBeInstanceOf(NotAllowed);
    await expect(phone.act('nobody', 'release', WHY, by)).rejects.toThrow('no such line');
  });
});

describe('many at once', () => {
  it('has a result for each, goes on where it was stopped, and does nothing twice', async () => {
    const inside = await confined('bulk-in');
    const insideAddress = address;
    address = '203.0.113.199';
    const outside = await told('bulk-out');
    const ids = await Promise.all(
      [inside, outside].map(async (home) => (await provider.story(home)).case.id),
    );
    const bulk = provider.get(BulkStep);
    const run = await bulk.start('release', ids, WHY, asking('anna', on(2, '12:00')));
    expect(run).toMatchObject({ total: 2, done: 0, finishedAt: null });
    await provider.work(on(2, '12:00'));
    await bulk.run([run.id], on(2, '12:01'), on(20));
    const items = await provider.database.run((tx) =>
      provider.get(BulkService).items(tx, run.id, { after: 0, limit: 10 }),
    );
    expect(items.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['done', null],
      ['skipped', 'not-confined'],
    ]);
    expect(await provider.database.run((tx) => provider.get(BulkService).find(tx, run.id))).toMatchObject({
      done: 2,
      failed: 1,
    });
    address = insideAddress;
    expect(held(inside)).toBeNull();
    expect((await kinds(inside)).filter((kind) => kind === 'desk.release')).toHaveLength(1);
  });

  it('is refused for none, for too many, and for who may not', async () => {
    const bulk = provider.get(BulkStep);
    await expect(bulk.start('note', [], WHY, asking('anna', on(2)))).rejects.toThrow('no case');
    await expect(
      bulk.start(
        'note',
        Array.from({ length: 5_001 }, (_, n) => n),
        WHY,
        asking('anna', on(2)),
      ),
    ).rejects.toThrow('at most');
    await expect(bulk.start('note', [1], WHY, asking('eve', on(2), ['case.read']))).rejects.toBeInstanceOf(
      NotAllowed,
    );
  });
});

it('leaves a chain that proves what was done', async () => {
  const audit = provider.get(AuditService);
  const { items } = await provider.database.run((tx) => audit.page(tx, { action: 'case' }, { limit: 200 }));
  expect(items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['case.release', 'case.withdraw', 'case.confine-asked']),
  );
  expect(await audit.verify(provider.database)).toMatchObject({ intact: true });
});
