import { Refused } from '@lazaret/kernel';

const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/**
 * A case code as a person writes or reads it out: case, spaces and hyphens do not matter, and O, I and L are taken for
 * the digits they look like (Crockford's base 32). Answers the one spelling that is stored: `H7KM-3RTX`.
 * @throws Refused when `text` is no case code
 */
export function readCaseCode(text: string): string {
  const letters = text
    .slice(0, 40)
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (!CODE.test(letters))
    throw new Refused('not a case code', {
      problems: [{ at: 'code', message: 'a case code is eight letters and digits, like H7KM-3RTX' }],
    });
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
