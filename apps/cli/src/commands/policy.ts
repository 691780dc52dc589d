import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';

import { Refused } from '@lazaret/kernel';
import { TEMPLATES } from '@lazaret/notices';
import { checkPolicy } from '@lazaret/policy';

import type { Output } from '../output.js';

export function policyCommand(root: Command, output: () => Output): void {
  const policy = root.command('policy').description('the ladders: when people are told, and what follows');
  policy
    .command('check')
    .description('check a policy file against the schema and against what no policy may ask for')
    .argument('<file>', 'a policy in YAML')
    .action(async (file: string) => {
      const text = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new Refused(`${file} cannot be read`, { cause });
      });
      const check = checkPolicy(text, { templates: TEMPLATES });
      if (!check.ok) throw new Refused(`${file} cannot be used`, { problems: check.problems });
      output().result({ ok: true, name: check.policy.name, warnings: check.warnings }, () =>
        [
          `${file} is fine.`,
          ...check.warnings.map((warning) => `  note, ${warning.at}: ${warning.message}`),
        ].join('\n'),
      );
    });
}
