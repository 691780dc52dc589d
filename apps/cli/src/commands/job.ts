import type { Command } from 'commander';

import { Refused } from '@lazaret/kernel';
import { JobOutbox } from '@lazaret/pipeline';

import { withHouse } from '../open-house.js';
import { table, type Output } from '../output.js';
import { readNumber } from '../read-words.js';

const MOST = 200;

export function jobCommand(root: Command, output: () => Output): void {
  const job = root.command('job').description('work outside that waits, or was given up');
  job
    .command('list')
    .description('how much waits, and what was given up with its reason')
    .action(async () => {
      const out = output();
      await withHouse(async (house) => {
        const outbox = house.get(JobOutbox);
        const state = await outbox.state(house.database);
        const failed = await outbox.failed(house.database, MOST);
        out.result({ ...state, given_up: failed }, () =>
          [
            `${state.unsettled} waiting or under way, the oldest due for ${Math.round((state.oldestDueMs ?? 0) / 1_000)} s; ${state.failed} given up`,
            ...(failed.length === 0
              ? []
              : [
                  table(
                    ['job', 'what', 'ids', 'tries', 'given up', 'reason'],
                    failed.map((one) => [
                      String(one.outboxId),
                      one.job,
                      one.ids.join(' '),
                      one.attempt,
                      one.failedAt,
                      one.error,
                    ]),
                  ),
                ]),
          ].join('\n'),
        );
      });
    });
  job
    .command('again')
    .description('try a job that was given up once more, the cause being mended')
    .argument('<job>', 'its number, as in: lazaret job list')
    .action(async (number: string) => {
      const out = output();
      const id = readNumber('job', number);
      await withHouse(async (house) => {
        const found = await house.database.run((tx) => house.get(JobOutbox).again(tx, id));
        if (!found) throw new Refused(`no job ${id} was given up`);
        out.result({ again: id }, () => `Job ${id} is tried again.`);
      });
    });
}
