import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { policyEntities } from './policy-version.entity.js';
import { PolicyRepository } from './policy.repository.js';
import { PolicyService } from './policy.service.js';
import { defaultPolicyText } from './testing.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
const text = defaultPolicyText();
const TEMPLATES = [
  'first',
  'business-first',
  'reminder',
  'vulnerable',
  'abusive',
  'no-longer-seen',
  'correction',
  'confined',
  'released',
];
const stricter = text.replace('name: default', 'name: stricter').replace('max_days: 7', 'max_days: 3');

describe('policy versions', () => {
  let fresh: FreshDatabase;
  const service = new PolicyService(new PolicyRepository(), { templates: TEMPLATES });
  beforeAll(async () => {
    fresh = await freshDatabase(policyEntities);
  });
  afterAll(() => fresh.close());

  it('start with the default, installed once by whoever asks first', async () => {
    const asked = await Promise.all(
      [1, 2, 3].map(() => fresh.database.run((tx) => service.active(tx, at(1)))),
    );
    expect(new Set(asked.map((v) => v.id)).size).toBe(1);
    expect(asked[0]).toMatchObject({ name: 'default', label: `default ${asked[0]?.id}`, content: text, active: true, createdBy: 'lazaret', activatedAt: at(1) }); // prettier-ignore
    expect(await fresh.database.query('select count(*)::int as n from policy.version')).toEqual([{ n: 1 }]);
  });

  it('are put without deciding, and decide once activated', async () => {
    const put = await fresh.database.run((tx) => service.put(tx, stricter, 'ann', at(2)));
    expect(put).toMatchObject({ name: 'stricter', active: false, createdBy: 'ann', activatedAt: null });
    expect((await fresh.database.run((tx) => service.active(tx, at(2)))).name).toBe('default');

    const active = await fresh.database.run((tx) => service.activate(tx, put.id, 'ben', at(3)));
    expect(active).toMatchObject({ id: put.id, active: true, activatedBy: 'ben', activatedAt: at(3) });
    const [garden] = active.policy.ladders.infected.filter((t) => t.then.kind === 'confine');
    expect(garden?.then).toMatchObject({ max_days: 3 });
    // To activate what is active changes nothing.
    await fresh.database.run((tx) => service.activate(tx, put.id, 'cleo', at(4)));
    expect(await fresh.database.run((tx) => service.active(tx, at(4)))).toMatchObject({ name: 'stricter', activatedBy: 'ben' }); // prettier-ignore
  });

  it('are the same version when the text is the same', async () => {
    const [one, two] = await fresh.database.run(async (tx) => [
      await service.put(tx, stricter, 'dan', at(5)),
      await service.put(tx, `${stricter}\n`, 'dan', at(5)),
    ]);
    expect(one).toMatchObject({ createdBy: 'ann', active: true });
    expect(two?.id).not.toBe(one?.id);
  });

  it('can be gone back to', async () => {
    const [first] = await fresh.database.query<{ id: number }>('select min(id) as id from policy.version');
    await fresh.database.run((tx) => service.activate(tx, first?.id ?? 0, 'ann', at(6)));
    expect(await fresh.database.run((tx) => service.active(tx, at(6)))).toMatchObject({ name: 'default', activatedBy: 'ann' }); // prettier-ignore
  });

  it('refuse a file with its problems, and a version that is not there', async () => {
    const lawless = text.replace('hold_hours: 24', 'hold_hours: 48');
    const refusal = await fresh.database.run((tx) => service.put(tx, lawless, 'ann', at(7))).catch((e: unknown) => e);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).problems[0]?.at).toMatch(/^line \d+, garden\.hold_hours$/);
    await expect(fresh.database.run((tx) => service.activate(tx, 999_999, 'ann', at(7)))).rejects.toThrow(Refused);
    await expect(fresh.database.run((tx) => service.get(tx, 999_999))).rejects.toThrow('there is no policy version');
  }); // prettier-ignore

  it('refuse a file that names a notice nobody writes', async () => {
    const misspelt = text.replace('template: reminder', 'template: remainder');
    const refusal = await fresh.database.run((tx) => service.put(tx, misspelt, 'ann', at(7))).catch((e: unknown) => e);
    expect((refusal as Refused).problems).toMatchObject([{ message: expect.stringContaining('no notice “remainder”') }]);
  }); // prettier-ignore

  it('are refused by the database as two that decide', async () => {
    await expect(fresh.database.query(`update policy.version set active = true, activated_at = '2026-11-08', activated_by = 'x'`)).rejects.toThrow(/version_active/); // prettier-ignore
  });

  it('that a newer program refuses do not decide', async () => {
    await fresh.database.query(`update policy.version set content = 'version: 0', sha256 = repeat('0', 64) where active`); // prettier-ignore
    await expect(fresh.database.run((tx) => service.active(tx, at(9)))).rejects.toThrow(Refused);
  });
});
