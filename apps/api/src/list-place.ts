import { TurnedAway } from './turned-away.js';

/**
 * Where a page of a list ended, as `after` and `next` carry it: a list of numbers and texts, in base64url. It is not
 * signed, for it gives nobody anything: whoever makes one up reads another place of a list that is his to read anyway.
 * Nothing of a person belongs into it.
 */
export function writePlace(...place: readonly (number | string | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Reads what {@link writePlace} wrote, as so many parts of such types.
 * @throws TurnedAway when it is not one of ours
 */
export function readPlace<const Types extends readonly ('number' | 'string')[]>(
  after: string | undefined,
  ...types: Types
): { [Index in keyof Types]: Types[Index] extends 'number' ? number : string } | null {
  if (after === undefined) return null;
  const place = parse(after);
  if (
    Array.isArray(place) &&
    place.length === types.length &&
    types.every((type, index) => typeof place[index] === type && isPlain(place[index]))
  )
    return place as unknown as { [Index in keyof Types]: Types[Index] extends 'number' ? number : string };
  throw new TurnedAway('malformed', 'the list cannot go on there', {
    problems: [{ at: '/query/after', message: 'give what a page gave as next' }],
  });
}

function isPlain(part: unknown): boolean {
  return typeof part === 'number' ? Number.isSafeInteger(part) : String(part).length <= 200;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
