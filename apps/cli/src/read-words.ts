import { Refused, type Instant } from '@lazaret/kernel';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant with its offset: without one nobody can tell which it is. @throws Refused */
export function readInstant(option: string, text: string): Instant {
  const at = new Date(text);
  if (INSTANT.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new Refused(`not an instant: ${text}`, {
    problems: [{ at: option, message: 'write it with its offset, such as 2026-11-12T09:41:07Z' }],
  });
}

/** A whole number from 0. @throws Refused */
export function readNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Refused(`not a number: ${text}`, { problems: [{ at: option, message: 'write a whole number' }] });
}
