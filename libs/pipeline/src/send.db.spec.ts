import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Unavailable } from '@lazaret/kernel';
import { NoticesService } from '@lazaret/notices';

import { DecideStep } from './decide.step.js';
import { SendStep } from './send.step.js';
import { on } from './november.contract.js';
import { SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

/** A home with a letter waiting to leave. @returns the letter's id too */
async function planned(ref: string): Promise<{ home: Home; id: number }> {
  const home = await provider.home(ref);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.get(DecideStep).run(on(2));
  const { case: found } = await provider.story(home);
  const history = await provider.database.run((tx) => provider.get(NoticesService).history(tx, [found.id]));
  return { home, id: history.get(found.id)?.[0]?.id ?? 0 };
}

const kinds = async (home: Home): Promise<string[]> =>
  (await provider.story(home)).timeline.map(({ kind }) => kind);

describe('sending', () => {
  it('stops when the job has to: nothing leaves, and the letter stays planned', async () => {
    const { home, id } = await planned('stopped');
    const stop = AbortSignal.abort();
    await expect(provider.get(SendStep).run([id], on(2), stop)).rejects.toThrow(Unavailable);
    expect(await provider.notices(home)).toEqual(['first planned']);
    expect(provider.letters(home.mail)).toEqual([]);
    await provider.get(SendStep).run([id], on(2));
    expect(provider.letters(home.mail)).toHaveLength(1);
  });

  it('tells the case what the server said, and decides it afresh', async () => {
    const { home, id } = await planned('refused');
    provider.mailer.answer(home.mail, {
      outcome: 'refused',
      permanent: true,
      badAddress: true,
      response: '550 5.1.1 no such user',
    });
    await provider.get(SendStep).run([id], on(2));
    expect(await kinds(home)).toContain('notice.failed');
    await provider.work(on(2));
    const { case: found, decisions } = await provider.story(home);
    expect(found.state).toBe('waiting');
    expect(decisions.at(-1)).toMatchObject({ rule: 'no-contact' });
    const contact = await provider.database.query(
      `select bounced_at from directory.contact where value = $1`,
      [home.mail],
    );
    expect(contact).toEqual([{ bounced_at: on(2) }]);
  });

  it('comes back for what the server could not take, and says nothing of it to anybody', async () => {
    const { home, id } = await planned('outage');
    provider.mailer.breakOff('connection refused');
    await expect(provider.get(SendStep).run([id], on(2))).rejects.toThrow('1 of 1 notices');
    provider.mailer.breakOff(null);
    expect(await provider.notices(home)).toEqual(['first planned']);
    expect((await kinds(home)).filter((kind) => kind.startsWith('notice.'))).toEqual([]);
  });

  it('counts a letter that may have arrived as one that did: the reminder names its day', async () => {
    const { home, id } = await planned('uncertain');
    provider.mailer.answer(home.mail, { outcome: 'unanswered', response: 'connection lost' });
    await provider.get(SendStep).run([id], on(2));
    provider.mailer.answer(home.mail, { outcome: 'accepted', response: '250 Ok', remoteId: null });
    await provider.see('sinkhole', home.address, on(5, '08:00'));
    await provider.work(on(5));
    expect(await provider.notices(home)).toEqual(['first uncertain', 'reminder sent']);
  });

  it('looks the address up only for what leaves, and notes it', async () => {
    const { home, id } = await planned('audited');
    const lookups = `select purpose, actor from directory.lookup where tenure_id = (select tenure_id from notices.notice where id = $1)`;
    expect(await provider.database.query(lookups, [id])).toEqual([]);
    await provider.get(SendStep).run([id], on(2));
    expect(await provider.database.query(lookups, [id])).toEqual([
      { purpose: 'notice.send', actor: 'worker' },
    ]);
    expect(home.mail).toContain('audited');
  });
});
