/** Crockford's base 32: what the eye takes for another letter is that letter. */
const MISTAKEN: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/**
 * A case code as people type it: small letters, spaces and hyphens of any kind, O for zero.
 * @returns the one spelling, `H7KM-3RTX`; null when it cannot be a code
 */
export function readCode(typed: string): string | null {
  if (typed.length > 40) return null;
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}.]+/gu, '')
    .replace(/[ILO]/g, (letter) => MISTAKEN[letter] ?? letter);
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(signs) ? `${signs.slice(0, 4)}-${signs.slice(4)}` : null;
}
