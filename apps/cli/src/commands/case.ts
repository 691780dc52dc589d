import { type Command, Option } from 'commander';

import { CaseListView } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { THREAT_CLASSES, type ThreatClass, CASE_STATES, type CaseState } from '@lazaret/kernel';
import { CaseStory } from '@lazaret/pipeline';

import { withHouse } from '../open-house.js';
import { table, type Output } from '../output.js';
import { readNumber } from '../read-words.js';
import { tellCase } from '../tell-case.js';

interface ListOptions {
  readonly state?: CaseState;
  readonly class?: ThreatClass;
  readonly line?: string;
  readonly after?: string;
  readonly limit: string;
}

export function caseCommand(root: Command, output: () => Output): void {
  const cases = root.command('case').description('one tenure’s trouble of one kind over time');
  cases
    .command('list')
    .description('cases, the last opened first')
    .addOption(new Option('--state <state>').choices(CASE_STATES))
    .addOption(new Option('--class <class>').choices(THREAT_CLASSES))
    .option('--line <ref>', 'the provider’s own id of a line')
    .option('--after <code>', 'go on behind this case')
    .option('--limit <count>', 'how many at most', '50')
    .action(async (options: ListOptions) => {
      const out = output();
      await withHouse(async (house) => {
        const found = await house.database.run(async (tx) => {
          const directory = house.get(DirectoryService);
          const line = options.line === undefined ? undefined : await directory.findLine(tx, options.line);
          const filter = {
            states: options.state === undefined ? undefined : [options.state],
            class: options.class,
            lineId: options.line === undefined ? undefined : (line?.id ?? 0),
          };
          const page = await house
            .get(CaseListView)
            .page(tx, filter, { after: options.after, limit: readNumber('--limit', options.limit) });
          return {
            page,
            lines: await directory.lines(
              tx,
              page.cases.map((one) => one.lineId),
            ),
          };
        });
        const cases = found.page.cases.map((one) => ({
          ...one,
          line: found.lines.get(one.lineId)?.ref ?? null,
        }));
        out.result({ cases, next: found.page.next }, () =>
          cases.length === 0
            ? 'No case matches.'
            : [
                table(
                  ['case', 'line', 'class', 'state', 'tier', 'seen', 'last seen', 'decided again'],
                  cases.map((one) => [
                    one.code,
                    one.line,
                    one.class,
                    one.state,
                    one.tier,
                    one.sightings,
                    one.lastSeenAt,
                    one.dueAt,
                  ]),
                ),
                ...(found.page.next === null ? [] : [`more: --after ${found.page.next}`]),
              ].join('\n'),
        );
      });
    });
  cases
    .command('show')
    .description('the timeline of a case, and the whole why: report row, lease, decision')
    .argument('<code>', 'as printed in letters: H7KM-3RTX')
    .action(async (code: string) => {
      const out = output();
      await withHouse(async (house) => {
        const story = await house.database.run((tx) => house.get(CaseStory).tell(tx, code));
        out.result(story, () => tellCase(story));
      });
    });
}
