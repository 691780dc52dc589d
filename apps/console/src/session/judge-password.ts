import { Problem } from '../ask.js';

interface Judged {
  readonly tooShort: boolean;
  readonly unequal: boolean;
  /** Not to be sent yet. */
  readonly wrong: boolean;
  /** The API says so. */
  readonly currentWrong: boolean;
  /** Why the API does not take the new one. */
  readonly nextRefused: string | null;
}

const SHORTEST = 12;

/** What is wrong with a change of password, field by field. */
export function judgePassword(
  form: { readonly next: string; readonly again: string },
  error: unknown,
): Judged {
  const tooShort = form.next.length < SHORTEST;
  const unequal = form.next !== form.again;
  const errors = error instanceof Problem ? error.errors : [];
  return {
    tooShort,
    unequal,
    wrong: tooShort || unequal,
    currentWrong: errors.some(({ pointer }) => pointer.endsWith('current')),
    nextRefused: errors.find(({ pointer }) => pointer.endsWith('next'))?.detail ?? null,
  };
}
