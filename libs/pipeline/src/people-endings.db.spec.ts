import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { on } from './november.contract.js';
import { SmallProvider } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
});
afterAll(() => provider.close());

describe('a new tenure', () => {
  it('sees nothing of the old', async () => {
    await provider.feed('of-tenures');
    const home = await provider.home('flat');
    await provider.see('of-tenures', home.address, on(2, '08:00'));
    await provider.work(on(2));
    const newcomer = await provider.tenure('flat', 'newcomer', on(4, '00:00').toISOString(), on(5));
    await provider.work(on(5));
    const [former] = await provider.cases(home);
    expect(former).toMatchObject({ state: 'closed', closeReason: 'left', sightings: 1 });

    await provider.see('of-tenures', home.address, on(6, '08:00'));
    await provider.work(on(6));
    const [, own] = await provider.cases(home);
    expect(own).toMatchObject({ state: 'told', sightings: 1, previousCases: 0, reinfections: 0 });
    const { previous, timeline } = await provider.show(own?.code ?? '');
    expect(previous).toBeNull();
    expect(timeline[0]).toMatchObject({ kind: 'opened' });
    expect(provider.letters(home.mail)).toHaveLength(1);
    expect(provider.letters(newcomer)).toHaveLength(1);
  });

  it('known only late takes over what was seen since it began', async () => {
    const home = await provider.home('house');
    await provider.see('of-tenures', home.address, on(3, '08:00'));
    await provider.see('of-tenures', home.address, on(4, '08:00'));
    await provider.work(on(4));
    const newcomer = await provider.tenure('house', 'late-newcomer', on(4, '00:00').toISOString(), on(5));
    await provider.work(on(5));
    const [former, own] = await provider.cases(home);
    expect(former).toMatchObject({ state: 'closed', closeReason: 'left', sightings: 1 });
    expect(own).toMatchObject({ state: 'told', sightings: 1, previousCases: 0, firstSeenAt: on(4, '08:00') });
    const { timeline } = await provider.show(former?.code ?? '');
    expect(timeline.find(({ kind }) => kind === 'attribution-withdrawn')?.data).toMatchObject({
      answer: 'tenure',
    });
    expect(provider.letters(newcomer)).toHaveLength(1);
  });
});

describe('silence', () => {
  it('clears while the feed is alive, says so, and closes', async () => {
    await provider.feed('alive');
    const home = await provider.home('clean');
    await provider.see('alive', home.address, on(2, '08:00'));
    await provider.work(on(2));
    for (let day = 3; day <= 16; day++) {
      await provider.alive('alive', on(day, '09:00'));
      await provider.work(on(day));
    }
    // The fourteenth day counts when it is over.
    await provider.work(on(16, '23:59'));
    expect((await provider.story(home)).case).toMatchObject({ state: 'told' });
    await provider.work(on(17, '00:00'));
    expect((await provider.story(home)).case).toMatchObject({ state: 'cleared' });
    expect(await provider.notices(home)).toEqual(['first sent', 'no-longer-seen sent']);
    await provider.work(on(30, '23:59'));
    expect((await provider.story(home)).case).toMatchObject({ state: 'cleared' });
    await provider.work(on(31, '00:00'));
    expect((await provider.story(home)).case).toMatchObject({ state: 'closed', closeReason: 'clean' });
    expect(provider.letters(home.mail)).toHaveLength(2);
  });

  it('while the feed is dead does not clear, and claims nothing in the end', async () => {
    await provider.feed('dead');
    const home = await provider.home('unknown');
    await provider.see('dead', home.address, on(2, '08:00'));
    for (let day = 2; day <= 61; day++) await provider.work(on(day));
    expect((await provider.story(home)).case).toMatchObject({ state: 'told' });
    await provider.work(on(62));
    expect((await provider.story(home)).case).toMatchObject({ state: 'closed', closeReason: 'stale' });
    expect(await provider.notices(home)).toEqual(['first sent']);
  });

  it('of one feed of two is no silence of the other', async () => {
    await provider.feed('loud');
    await provider.feed('mute');
    const home = await provider.home('two');
    await provider.see('loud', home.address, on(2, '08:00'));
    await provider.see('mute', home.address, on(2, '08:30'));
    for (let day = 2; day <= 20; day++) {
      await provider.alive('loud', on(day, '09:00'));
      await provider.work(on(day));
    }
    expect((await provider.story(home)).case).toMatchObject({ state: 'told' });
  });
});

describe('a reinfection', () => {
  it('opens a new case that knows the old one', async () => {
    await provider.feed('again');
    const home = await provider.home('back');
    await provider.see('again', home.address, on(2, '08:00'));
    for (let day = 2; day <= 17; day++) {
      await provider.alive('again', on(day, '09:00'));
      await provider.work(on(day));
    }
    await provider.see('again', home.address, on(18, '08:00'));
    await provider.work(on(18));
    const [old, fresh] = await provider.cases(home);
    expect(old).toMatchObject({ state: 'cleared' });
    expect(fresh).toMatchObject({ state: 'told', previousCases: 1, reinfections: 1 });
    const { previous, timeline } = await provider.show(fresh?.code ?? '');
    expect(previous).toBe(old?.code);
    expect(timeline[0]).toMatchObject({ kind: 'reinfection' });
    expect(await provider.notices(home)).toEqual(['first sent', 'no-longer-seen sent', 'first sent']);
  });
});
