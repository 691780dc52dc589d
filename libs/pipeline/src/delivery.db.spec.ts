import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { Unavailable } from '@lazaret/kernel';
import { BounceMaildir, NoticesService } from '@lazaret/notices';
import { aDeliveryReport } from '@lazaret/notices/testing';
import { only } from '@lazaret/platform';

import { DeliveryStep } from './delivery.step.js';
import { on } from './november.contract.js';
import { SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
let folder: string;
let step: DeliveryStep;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
  folder = await mkdtemp(join(tmpdir(), 'lazaret-bounces-'));
  await mkdir(join(folder, 'new'));
  step = stepWith(new BounceMaildir(folder));
});
afterAll(async () => {
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

function stepWith(maildir: BounceMaildir): DeliveryStep {
  return new DeliveryStep(
    provider.database,
    maildir,
    provider.get(NoticesService),
    provider.get(DirectoryService),
    provider.get(CasesService),
  );
}

/** A home that was sent its first letter at ten on Monday. */
async function told(ref: string): Promise<Home> {
  const home = await provider.home(ref);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  expect(await provider.notices(home)).toEqual(['first sent']);
  return home;
}

let files = 0;
async function comesBack(text: string): Promise<void> {
  await writeFile(join(folder, 'new', `${++files}.host`), text);
}

type About = Pick<Parameters<typeof aDeliveryReport>[0], 'action' | 'status' | 'diagnostic'>;
function reportOn(home: Home, about: About, to = home.mail): string {
  const mail = only(provider.mailer.left.filter((one) => one.to.reveal() === home.mail));
  const { messageId, envelopeFrom } = mail;
  return aDeliveryReport({ messageId, envelopeFrom, to, ...about });
}

const lookups = (home: Home): Promise<unknown[]> =>
  provider.database.query(`select purpose, actor, at from directory.lookup where line_id = $1 order by id`, [
    home.lineId,
  ]);
const contact = (home: Home): Promise<unknown[]> =>
  provider.database.query(`select bounced_at as "bouncedAt" from directory.contact where value = $1`, [
    home.mail,
  ]);
const kinds = async (home: Home): Promise<string[]> =>
  (await provider.story(home)).timeline.map(({ kind }) => kind);

describe('what comes back', () => {
  it('tells the case that its letter was delivered, and decides it afresh', async () => {
    const home = await told('delivered');
    const decided = (await provider.story(home)).decisions.length;
    await comesBack(reportOn(home, { action: 'delivered', status: '2.0.0' }));
    expect(await step.run(on(2, '10:05'))).toBe(1);
    expect(await provider.notices(home)).toEqual(['first delivered']);
    expect(await kinds(home)).toContain('notice.delivered');
    await provider.work(on(2, '10:05'));
    expect((await provider.story(home)).decisions.length).toBeGreaterThan(decided);
    // Nobody was looked up for it: only for sending.
    expect(await lookups(home)).toMatchObject([{ purpose: 'notice.send' }]);
    expect(await readdir(join(folder, 'new'))).toEqual([]);
    expect((await readdir(join(folder, 'cur'))).at(-1)).toBe(`${files}.host:2,S`);
  });

  it('tells that the letter left, then that it arrived, when the answer of our own server is still out', async () => {
    const home = await told('faster');
    await provider.database.query(
      `with answer as (delete from cases.event where kind = 'notice.sent' and case_id in (select id from cases.case where line_id = $1))
       update notices.notice set state = 'sending', sent_at = null, settled_at = null, claimed_until = clock_timestamp() + interval '1 min'
        where line_id = $1`,
      [home.lineId],
    );
    await comesBack(reportOn(home, { action: 'delivered', status: '2.0.0' }));
    await step.run(on(2, '10:05'));
    const letters = (await kinds(home)).filter((kind) => kind.startsWith('notice.'));
    expect(letters).toEqual(['notice.sent', 'notice.delivered']);
  });

  it('changes nothing when a worker died before it could put the mail away', async () => {
    const home = await told('twice');
    const text = reportOn(home, { action: 'delivered', status: '2.0.0' });
    await comesBack(text);
    await step.run(on(2, '10:05'));
    const before = await provider.truth();
    await comesBack(text);
    await comesBack(reportOn(home, { action: 'failed', status: '5.1.1' }));
    expect(await step.run(on(3))).toBe(2);
    expect(await provider.truth()).toEqual(before);
  });

  it('marks a contact whose mailbox is gone, and notes that it was looked up', async () => {
    const home = await told('gone');
    await comesBack(reportOn(home, { action: 'failed', status: '5.1.1' }));
    await step.run(on(2, '10:05'));
    expect(await provider.notices(home)).toEqual(['first bounced']);
    expect(await contact(home)).toEqual([{ bouncedAt: on(2, '10:05') }]);
    expect(await lookups(home)).toEqual([
      { purpose: 'notice.send', actor: 'worker', at: on(2) },
      { purpose: 'notice.bounced', actor: 'worker', at: on(2, '10:05') },
    ]);
    await provider.work(on(2, '10:05'));
    expect((await provider.story(home)).decisions.at(-1)).toMatchObject({ rule: 'no-contact' });
  });

  it('marks no contact for a full mailbox', async () => {
    const full = await told('full');
    await comesBack(reportOn(full, { action: 'failed', status: '5.2.2' }));
    await step.run(on(2, '10:05'));
    expect(await provider.notices(full)).toEqual(['first bounced']);
    expect(await contact(full)).toEqual([{ bouncedAt: null }]);
    expect(await lookups(full)).toHaveLength(1);
  });

  it('marks no contact but the one that bounced', async () => {
    const home = await told('moved');
    await comesBack(reportOn(home, { action: 'failed', status: '5.1.1' }, 'earlier@mail.example'));
    await step.run(on(2, '10:05'));
    expect(await provider.notices(home)).toEqual(['first bounced']);
    expect(await contact(home)).toEqual([{ bouncedAt: null }]);
  });

  it('counts and puts aside what says nothing; what it cannot read is left for a person', async () => {
    const home = await told('noise');
    const report = reportOn(home, { action: 'delivered', status: '2.0.0' });
    const forged = report.replaceAll(/(?<=\d\.)[0-9a-f]{16}(?=@|\n)/g, 'f'.repeat(16));
    for (const text of ['Auto-Submitted: auto-replied\n\naway', forged, '']) await comesBack(text);
    await comesBack(reportOn(home, { action: 'relayed', status: '2.0.0' }));
    await comesBack('x'.repeat(1024 * 1024 + 1));
    const before = await provider.truth();
    expect(await step.run(on(2, '10:05'))).toBe(5);
    expect(await provider.truth()).toEqual(before);
    expect(await readdir(join(folder, 'new'))).toEqual([]);
    expect(await readdir(join(folder, 'cur'))).toContain(`${files}.host:2,`);
    const counted = await provider.counted('lazaret_notices_reports_total');
    for (const outcome of ['auto-reply', 'forged', 'no-report', 'no-news', 'unreadable'])
      expect(counted).toContain(`{outcome="${outcome}"} 1`);
  });

  it('takes no more than its share in one turn, and stops when it has to', async () => {
    for (let n = 0; n < 203; n++) await comesBack('');
    expect(await step.run(on(2), AbortSignal.abort())).toBe(0);
    expect(await readdir(join(folder, 'new'))).toHaveLength(203);
    expect(await step.run(on(2))).toBe(200);
    expect(await step.run(on(2))).toBe(3);
    expect(await step.run(on(2))).toBe(0);
  });

  it('says so when there is no folder', async () => {
    await expect(stepWith(new BounceMaildir('/nowhere/at/all')).run(on(2))).rejects.toThrow(Unavailable);
    expect(await stepWith(new BounceMaildir(null)).run(on(2))).toBe(0);
  });
});
