import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { TEMPLATES } from '@lazaret/notices';
import { checkPolicy, PolicyService } from '@lazaret/policy';
import { defaultPolicyText } from '@lazaret/policy/testing';

import { DecideStep } from './decide.step.js';
import { on } from './november.contract.js';
import { SmallProvider } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
});
afterAll(() => provider.close());

const misspelt = defaultPolicyText().replace('template: reminder', 'template: remainder');

describe('a policy', () => {
  it('that is active names only notices there are', async () => {
    const { content } = await provider.database.run((tx) => provider.get(PolicyService).active(tx, on(1)));
    expect(checkPolicy(content, { templates: TEMPLATES })).toMatchObject({ ok: true });
  });

  it('that names another is refused, with place and remedy', async () => {
    const put = provider.database.run((tx) => provider.get(PolicyService).put(tx, misspelt, 'ann', on(1)));
    const refusal: unknown = await put.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).problems[0]).toMatchObject({
      at: expect.stringMatching(/^line \d+, ladders\.infected\[2\]\.then\.notify$/),
      message: expect.stringContaining('there is no notice “remainder”; there is: first, reminder'),
    });
  });

  it('that another program stored is not activated, and does not decide', async () => {
    const stored = await provider.database.query<{ id: number }>(
      `insert into policy.version (sha256, name, content, created_at, created_by)
       values (repeat('0', 64), 'misspelt', $1, '2026-11-01', 'ann') returning id`,
      [misspelt],
    );
    const id = stored[0]?.id ?? 0;
    const activate = provider.database.run((tx) =>
      provider.get(PolicyService).activate(tx, Number(id), 'ben', on(1)),
    );
    await expect(activate).rejects.toThrow(Refused);
    await provider.database.query(
      `update policy.version set active = (id = $1), activated_at = '2026-11-01', activated_by = 'x'`,
      [id],
    );
    await expect(provider.get(DecideStep).run(on(2))).rejects.toThrow('this policy file cannot be used');
  });
});
