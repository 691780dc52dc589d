import { beforeAll, describe, expect, it } from 'vitest';

import { lazaret, type Ran } from './house.js';

interface Result {
  readonly days: number;
  readonly lines: number;
  readonly cases: Record<string, number>;
  readonly closed: Record<string, number>;
  readonly answers: Record<string, number>;
  readonly notices: Record<string, Record<string, number>>;
  readonly confinements: number;
  readonly releases: Record<string, number>;
  readonly requests: Record<string, Record<string, number>>;
  readonly desk: Record<string, number>;
  readonly decisions: number;
  readonly decisions_digest: string;
}

const { PATH, HOME } = process.env;
const run = (days: number, seed: number): Promise<Ran> =>
  lazaret(['demo', 'run', '--days', String(days), '--seed', String(seed), '--json'], { PATH, HOME });

/** Without a user, in a house of its own: far enough that a ladder was climbed and most ends were met. */
describe('lazaret demo run', () => {
  let first: Ran;
  let result: Result;

  beforeAll(async () => {
    first = await run(11, 7);
    result = JSON.parse(first.stdout) as Result;
  });

  it('prints one JSON object, and nothing else', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(result).toMatchObject({ days: 11, lines: 5_000 });
    expect(result.decisions_digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has been through letters, garden and portal, and out of it by every way', () => {
    for (const template of ['first', 'business-first', 'reminder', 'confined', 'released', 'correction'])
      expect([template, result.notices[template]?.['delivered'] ?? 0]).toEqual([
        template,
        expect.any(Number),
      ]);
    expect(result.notices['first']).toMatchObject({
      delivered: expect.any(Number),
      failed: expect.any(Number),
    });
    for (const why of ['cleaned', 'safety', 'unanswered', 'withdrawn', 'time-is-up'])
      expect([why, (result.releases[why] ?? 0) > 0]).toEqual([why, true]);
    expect(result.confinements).toBeGreaterThan(15);
    expect(result.closed).toMatchObject({ withdrawn: 1 });
    expect(
      Object.keys(result.desk).filter((why) => why.startsWith('2 self-releases in 30 days')),
    ).toHaveLength(1);
    expect(result.requests).toMatchObject({
      safety: { released: expect.any(Number) },
      'not-me': { desk: expect.any(Number) },
    });
  });

  it('gave every answer that the ledger can give, each with its reason', () => {
    expect(Object.keys(result.answers).sort()).toEqual(
      expect.arrayContaining([
        'ambiguous',
        'delegated',
        'foreign',
        'line',
        'needs-port',
        'no-lease',
        'not-ours',
        'own',
      ]),
    );
  });

  it('decides the same for the same seed, to the last decision', async () => {
    const again = JSON.parse((await run(11, 7)).stdout) as Result;
    expect([again.decisions, again.decisions_digest]).toEqual([result.decisions, result.decisions_digest]);
  });

  it('decides otherwise for another seed', async () => {
    const other = JSON.parse((await run(2, 8)).stdout) as Result;
    expect(other.decisions_digest).not.toBe(result.decisions_digest);
  });

  it.each([
    ['--days', '0'],
    ['--days', '61'],
    ['--seed', 'x'],
  ])('refuses %s %s before it begins', async (option, value) => {
    const ran = await lazaret(['demo', 'run', option, value, '--json'], { PATH, HOME });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
  });
});
