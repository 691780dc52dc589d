/** Signs people put between digits: blanks, brackets, dots, slashes, dashes of every width. */
const BETWEEN = /[\s()./\-\u2010-\u2015\u00a0]/g;

/**
 * A telephone number in one spelling: `+442079460123` where the country is said (E.164), else the digits as they are,
 * `02079460123`. The trunk zero that some write into an international number is left out.
 * @returns undefined for what is no telephone number, or too short to tell anybody apart
 */
export function readPhone(text: string): string | undefined {
  if (text.length > 60) return undefined;
  const bare = text.trim().replace(/^tel:/i, '');
  const isInternational = /^\s*\(?(\+|00)/.test(bare);
  const digits = (isInternational ? bare.replace(/\(0\)/, '') : bare).replace(BETWEEN, '');
  if (!isInternational) return /^0{0,2}[1-9]\d{5,13}$/.test(digits) ? digits : undefined;
  const whole = digits.replace(/^(\+|00)/, '');
  return /^[1-9]\d{6,14}$/.test(whole) ? `+${whole}` : undefined;
}
