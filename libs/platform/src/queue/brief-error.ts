import { AppError } from '@lazaret/kernel';

const MOST = 200;

// Order matters: an address of the mail or web kind holds what the later patterns would tear apart.
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[url]'],
  [/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '[address]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[ip]'],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, '[ip]'],
  // A quoted value may be anybody's; a quoted name with an underscore is a column, constraint or job of ours.
  [/(["'`])(?![a-z0-9]+(?:_[a-z0-9]+)+\1)(?:(?!\1).){1,1000}\1/g, '[value]'],
  [/\+?\d[\d ()/-]{5,}\d/g, '[number]'],
  [/[A-Za-z0-9+/_-]{24,}={0,2}/g, '[token]'],
];

/**
 * What went wrong, short enough for a table and safe to keep there: family and code, class, message. Addresses, URLs,
 * quoted values, long numbers and tokens are masked.
 */
export function briefError(error: unknown): string {
  if (!(error instanceof Error)) return `unknown: ${typeof error}`;
  const family = error instanceof AppError ? error.code : 'unknown';
  const cause = error.cause instanceof Error ? ` (${plain(error.cause)})` : '';
  const brief = `${family}: ${plain(error)}${cause}`;
  return brief.length > MOST ? `${brief.slice(0, MOST - 1)}…` : brief;
}

function plain(error: Error): string {
  const code = (error as { code?: unknown }).code;
  // SQLSTATE or errno: often the only part of a driver's error worth reading.
  const tag = !(error instanceof AppError) && typeof code === 'string' ? ` ${code.slice(0, 20)}` : '';
  // Masking looks at a bounded piece only: a message may quote a whole mail.
  // Control characters go too: PostgreSQL refuses U+0000, and a row whose error cannot be kept could not be ended.
  const line = error.message
    .slice(0, 1000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return `${error.name}${tag}: ${MASKS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line)}`;
}
