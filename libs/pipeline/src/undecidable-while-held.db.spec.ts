import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Broken, Refused, type Instant } from '@lazaret/kernel';

import { DecideStep } from './decide.step.js';
import { GardenStep, GardenWatchStep } from './garden.step.js';
import { on } from './november.contract.js';
import { PortalStep } from './portal.step.js';
import { heldLine, ordersTo, seeTwice, toldLine, type RipeLine } from './ripe-line.contract.js';
import { SmallProvider } from './small-provider.contract.js';

let provider: SmallProvider;
let made = 9;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  for (const feed of ['sinkhole', 'honeypot']) await provider.feed(feed);
  await provider.database.query('update feeds.feed set every_minutes = 10080');
});
afterAll(() => provider.close());

const pooled = (): string => `203.0.113.${++made}`;
const isHeld = ({ session }: RipeLine): boolean => provider.network.enforcer.held(session) !== null;
const decide = (now: Instant) => provider.get(DecideStep).run(now);

async function stayId({ lineId }: RipeLine): Promise<number> {
  const rows = await provider.database.query<{ id: number }>(
    'select id from garden.confinement where line_id = $1',
    [lineId],
  );
  return rows[0]?.id ?? 0;
}

async function expectLetOut(line: RipeLine, at: Instant): Promise<void> {
  expect(isHeld(line)).toBe(false);
  expect(ordersTo(provider, line.session)).toEqual(['confine', 'release']);
  expect(await provider.stay(line)).toMatchObject({
    state: 'released',
    openWhy: 'undecidable',
    openBy: 'policy',
    overAt: at,
  });
  const { decisions, timeline } = await provider.story(line);
  expect(decisions.map(({ rule }) => rule)).toContain('undecided');
  expect(timeline.map(({ kind }) => kind)).toContain('garden.released');
}

describe('a line that is held, whose case can no longer be decided', () => {
  it('is let out when nothing is known any more about who has it, and no other line is', async () => {
    const [line, other] = [
      await heldLine(provider, 'whose', pooled()),
      await heldLine(provider, 'whole', pooled()),
    ];
    await provider.database.query('delete from directory.tenure where line_id = $1', [line.lineId]);
    await provider.database.query('update cases.case set due_at = $1', [on(9, '10:00')]);
    await expect(decide(on(9, '10:00'))).rejects.toThrow(Broken);
    await provider.get(GardenStep).run([await stayId(line)], on(9, '10:00'));
    await expectLetOut(line, on(9, '10:00'));
    expect(isHeld(other)).toBe(true);
  });

  it('is let out when its letter cannot be written', async () => {
    const line = await toldLine(provider, 'letter', pooled());
    await seeTwice(provider, line.address, on(8, '20:00'));
    await provider.work(on(8, '20:30'));
    await decide(on(9, '09:00'));
    provider.network.clock.at = on(9, '09:00');
    await provider.get(GardenStep).run([await stayId(line)], on(9, '09:00'));
    expect(isHeld(line)).toBe(true);
    // What no import lets in: the letter that says so has to name a time.
    await provider.database.query(`update directory.line set time_zone = 'Mars/Olympus' where id = $1`, [line.lineId]); // prettier-ignore
    await expect(decide(on(9, '09:01'))).rejects.toThrow(Broken);
    await provider.work(on(9, '09:01'));
    await expectLetOut(line, on(9, '09:01'));
    expect(await provider.notices(line)).not.toContain('confined sent');
  });
});

describe('while the policy cannot be read', () => {
  const lines: RipeLine[] = [];
  /** The garden alone is at work. */
  const watched = async (now: Instant): Promise<void> => {
    provider.network.clock.at = now;
    while ((await provider.get(GardenWatchStep).run(now)) > 0) {
      const stays = await provider.database.query<{ id: number }>(
        'select id from garden.confinement where over_at is null',
      );
      await provider.get(GardenStep).run(stays.map(({ id }) => id), now); // prettier-ignore
      await provider.database.query(
        `delete from platform.outbox where job in ('line.confine', 'line.release')`,
      );
    }
  };
  const asks = (line: RipeLine, kind: string) =>
    provider.database.query('insert into portal.request (kind, address, nonce) values ($1, $2, $3)', [
      kind,
      line.address,
      randomUUID(),
    ]);
  const outcomes = async (line: RipeLine): Promise<unknown[]> =>
    (
      await provider.database.query<{ outcome: string }>(
        'select outcome from portal.request where line_id = $1 order by id',
        [line.lineId],
      )
    ).map(({ outcome }) => outcome);

  beforeAll(async () => {
    for (const ref of ['silent', 'safe', 'clean', 'wrong'])
      lines.push(await heldLine(provider, ref, pooled()));
    await provider.database.query(
      `update policy.version set content = 'version: 2', sha256 = repeat('0', 64)`,
    );
    await provider.database.query('update platform.clock set at = $1', [on(9, '10:00')]);
  });

  it('nobody is decided about', async () => {
    await provider.database.query('update cases.case set due_at = $1 where state = $2', [
      on(9, '10:00'),
      'confined',
    ]);
    await expect(decide(on(9, '10:00'))).rejects.toThrow(Refused);
  });

  it('whoever needs the line for safety is let out at once, and whoever says anything else is a day later', async () => {
    const [silent, safe, clean, wrong] = lines as [RipeLine, RipeLine, RipeLine, RipeLine];
    await asks(safe, 'safety');
    await asks(clean, 'cleaned');
    await asks(wrong, 'not-me');
    await expect(provider.get(PortalStep).run(on(9, '10:00'))).rejects.toThrow(Broken);
    expect(await Promise.all([safe, clean, wrong].map(outcomes))).toEqual([['released'], ['desk'], ['desk']]);
    await watched(on(9, '10:00'));
    expect(lines.map(isHeld)).toEqual([true, false, true, true]);

    await watched(on(9, '22:00'));
    await watched(on(10, '09:59'));
    expect(lines.map(isHeld)).toEqual([true, false, true, true]);
    await watched(on(10, '10:00'));
    expect(lines.map(isHeld)).toEqual([true, false, false, false]);
    for (const line of [clean, wrong])
      expect(await provider.stay(line)).toMatchObject({ state: 'released', openWhy: 'unanswered' });
    expect(await provider.stay(silent)).toMatchObject({ state: 'accepted' });
  });

  it('nobody is held for longer than was written down when they were taken in', async () => {
    for (let day = 10; day < 16; day++) for (const time of ['12:00', '21:00']) await watched(on(day, time));
    await watched(on(16, '08:55'));
    expect(lines.map(isHeld)).toEqual([true, false, false, false]);
    await watched(on(16, '09:00'));
    expect(lines.map(isHeld)).toEqual([false, false, false, false]);
    expect(await provider.stay(lines[0] as RipeLine)).toMatchObject({ state: 'released', openWhy: 'time-is-up' }); // prettier-ignore
  });
});
