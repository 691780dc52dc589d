import type { Command } from 'commander';

import { AuditService, type Verified } from '@lazaret/access';
import { Broken } from '@lazaret/kernel';

import { withHouse } from '../open-house.js';
import type { Output } from '../output.js';

interface VerifyOptions {
  readonly noted?: string;
}

export function auditCommand(root: Command, output: () => Output): void {
  const audit = root.command('audit').description('who did what, row behind row');
  audit
    .command('verify')
    .description('is every row there, and as it was written? Prints the head of the chain: note it elsewhere')
    .option('--noted <head>', 'what an earlier verification printed: the chain must still lead through it')
    .action(async (options: VerifyOptions) => {
      const out = output();
      await withHouse(async (house) => {
        let shown = -1;
        const verified = await house.get(AuditService).verify(
          house.database,
          (checked, of) => {
            // In a log every call is a line: twenty are enough.
            const part = of === 0 ? 20 : Math.floor((20 * checked) / of);
            if (part !== shown)
              out.progress(`${checked.toLocaleString('en')} of ${of.toLocaleString('en')} rows`);
            shown = part;
          },
          options.noted,
        );
        out.result(verified, () => say(verified));
        if (!verified.intact)
          throw new Broken(`the audit is broken ${where(verified)}: ${verified.why ?? ''}`);
      });
    });
}

function say({ intact, checked, head }: Verified): string {
  const rows = checked === 1 ? '1 row' : `${checked.toLocaleString('en')} rows`;
  return [
    intact ? `The chain is whole: ${rows}.` : `${rows} are as they were written; then the chain breaks.`,
    ...(head === null ? [] : [`head ${head}`]),
  ].join('\n');
}

function where({ brokenAt }: Verified): string {
  return brokenAt === null ? 'at its head' : `at row ${brokenAt}`;
}
