import type { Outcome } from '@lazaret/kernel';

/** Why the ledger answered as it did: finer than the outcome. */
export const REASONS = [
  'held', 'no-port', 'no-prefix', 'own', 'delegated', 'foreign', 'retention', 'coarse-time', 'watermark', 'two-holders', 'hole', 'gap',
  'nobody', 'unknown-holder',
] as const; // prettier-ignore
export type Reason = (typeof REASONS)[number];

/** What a sentence may name. */
export interface AnswerFacts {
  readonly outcome: Outcome;
  readonly why: Reason;
  readonly source: string | null;
  readonly watermark: Date | null;
  readonly prefix: string | null;
  readonly organisation: string | null;
}

/** One sentence for a person at the desk. */
export function explainAnswer(facts: AnswerFacts): string {
  const source = facts.source ?? 'a source that has sent nothing yet';
  const prefix = facts.prefix ?? 'the address plan';
  switch (facts.why) {
    case 'held':
      return `One holder had it throughout the time in question, by the records of ${source}.`;
    case 'no-port':
      return 'The address is shared by many lines, and without the source port nobody can tell them apart.';
    case 'no-prefix':
      return 'The address is in none of our prefixes.';
    case 'own':
      return `The address is our own infrastructure (${prefix}).`;
    case 'delegated':
      return `The address is delegated (${prefix}) to ${facts.organisation ?? 'another organisation'}, who must look into it.`;
    case 'foreign':
      return `The address serves users of ${facts.organisation ?? 'another provider'} (${prefix}).`;
    case 'retention':
      return `The sighting is older than the records of ${source}; a later holder is not the one who had it.`;
    case 'coarse-time':
      return 'The address is shared by many lines, and the time is not exact to the second.';
    case 'watermark':
      return facts.watermark
        ? `${source} has told us nothing later than ${facts.watermark.toISOString()}; it will be asked again.`
        : `${source} has told us nothing yet; it will be asked again.`;
    case 'two-holders':
      return 'More than one holder had it within the time in question.';
    case 'hole':
      return `Records of ${source} are missing for this time, and none on both sides confirms the holder.`;
    case 'gap':
      return `The last holder fell silent without a word, and ${source} does not say until when it had the address.`;
    case 'unknown-holder':
      return `${source} names a holder, but no line and tenure of that time belong to it.`;
    case 'nobody':
      return `The address is ours (${prefix}), and nobody held it then.`;
  }
}
