import { Refused } from '@lazaret/kernel';

/** Protected flags before an import, and how many of them it would take away. */
export interface ProtectionLoss {
  readonly before: number;
  readonly lost: number;
}

/** One in so many may go unasked. */
const ONE_IN = 100;

/**
 * Stops an import that would take the protected flag from more than 1 % of the lines that have it: most likely a
 * column was lost on the way, and the people behind those lines depend on them. `consent` is the exact number a person
 * has read and agreed to; another number is no consent, so a script cannot agree for ever. @throws Refused
 */
export function guardProtection(loss: ProtectionLoss, consent?: number): void {
  if (loss.lost * ONE_IN <= loss.before || loss.lost === consent) return;
  const percent = ((100 * loss.lost) / loss.before).toFixed(1);
  throw new Refused(
    `${loss.lost} of ${loss.before} protected lines (${percent} %) would lose their protection`,
    {
      problems: [
        {
          at: 'columns class, confinable',
          message:
            'Check that the file has both columns and that they are complete. If the loss is meant, ' +
            `import again and allow exactly ${loss.lost} (--allow-protected-loss ${loss.lost}).`,
        },
      ],
    },
  );
}
