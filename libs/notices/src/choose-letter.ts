import type { LetterName, Template } from './language.js';
import type { Matter } from './matter.js';

type Facts = Pick<Matter, 'release' | 'heldSince' | 'releasedAt'>;

/** Which words a letter of this template takes: thanks are for whoever is to be thanked, an apology names all of it. */
export function chooseLetter(template: Template, { release, heldSince, releasedAt }: Facts): LetterName {
  if (template === 'released') return release === 'cleaned' ? template : `released-${release ?? 'ours'}`;
  if (template !== 'correction' || heldSince === null) return template;
  return releasedAt === null ? 'correction-opening' : 'correction-opened';
}
