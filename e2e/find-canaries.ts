/** What must not be seen, by what it is: `password` → the passwords. */
export type Canaries = Readonly<Record<string, readonly string[]>>;
/** Where it must not be seen, by what the place is called. */
export type Places = Readonly<Record<string, string>>;

/** A canary that was seen. */
export interface Finding {
  /** `password in the log`. */
  readonly what: string;
  /** The text around it. */
  readonly near: string;
}

/** Up to so many of a kind each is looked for letter by letter; of more, as words. */
const FEW = 50;
const WORD = /[\p{L}\p{N}@._+:/-]+/gu;
/** A number as people and programs write it: `+44 20 7946 0483`, `(0)20-7946-0483`. */
const NUMBER = /\+?\d[\d ()/-]{6,20}\d/g;

/**
 * Which canaries were seen where, each kind once a place, in whatever letter case, escaped for a URL or for
 * JSON, or in base 64; telephone numbers with any marks between their digits.
 */
export function findCanaries(canaries: Canaries, places: Places): Finding[] {
  const kinds = Object.entries(canaries);
  const few = kinds.filter(([, values]) => values.length <= FEW);
  const many = new Map<string, string>();
  for (const [kind, values] of kinds)
    if (values.length > FEW) for (const value of values) for (const form of formsOf(value)) many.set(form, kind);
  const found = new Map<string, string>();
  for (const [place, text] of Object.entries(places)) {
    const plain = decoded(text).toLowerCase();
    const note = (kind: string, word: string): void => {
      if (found.has(`${kind} in ${place}`)) return;
      const at = plain.indexOf(word);
      found.set(`${kind} in ${place}`, plain.slice(Math.max(0, at - 80), at + 80));
    };
    for (const [kind, values] of few) {
      const form = values.flatMap(formsOf).find((one) => plain.includes(one));
      if (form !== undefined) note(kind, form);
    }
    for (const { form, asSeen } of wordsOf(plain)) {
      const kind = many.get(form);
      if (kind !== undefined) note(kind, asSeen);
    }
  }
  return [...found].map(([what, near]) => ({ what, near }));
} // prettier-ignore

function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '').toLowerCase();
  return [value.toLowerCase(), base64, ...(/^\+\d+$/.test(value) ? [value.slice(1)] : [])];
}

function* wordsOf(text: string): Generator<{ readonly form: string; readonly asSeen: string }> {
  for (const [asSeen] of text.matchAll(WORD))
    // Whole, as addresses and base 64 are; and behind a name of a field, before a port, in a path, at the end of a sentence.
    for (const part of [asSeen, ...asSeen.split(':'), ...asSeen.split('/'), ...asSeen.split(/[:/]/)]) {
      yield { form: part, asSeen };
      yield { form: part.replace(/^[._+:/-]+|[._+:/-]+$/g, ''), asSeen };
    }
  for (const [asSeen] of text.matchAll(NUMBER)) yield { form: asSeen.replace(/\D/g, ''), asSeen };
}

function decoded(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/(%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
}
