import { z } from 'zod';

import { Refused, type ThreatClass } from '@lazaret/kernel';

import { problemsOf } from './brand.config.js';

const entry = z.strictObject({
  advice: z.string(),
  /** As the desk and the books write it. Left out: as the feed does. `null`: the name is no family's. */
  label: z.string().nullable().optional(),
  /** IntelMQ `malware.name` or `classification.identifier`, small letters; a `*` at the end stands for the rest. */
  names: z.array(z.string().regex(/^[^A-Z*]+\*?$/)).min(1),
});
const book = z.strictObject({
  fallback: z.strictObject({ infected: z.string(), vulnerable: z.string(), abusive: z.string() }),
  families: z.array(entry),
  services: z.array(entry),
  /** By RSIT type (`classification.type`), for abuse without a family. */
  types: z.record(z.string(), z.string()),
});
export type AdviceBook = z.infer<typeof book>;

/** @throws Refused */
export function readAdviceBook(content: unknown): AdviceBook {
  const parsed = book.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Refused('the advice book cannot be used', { problems: problemsOf(parsed.error, 'advice.json') });
}

/** Every advice the book may give; each language must have all of them. */
export function adviceKeys(of: AdviceBook): readonly string[] {
  const named = [...of.families, ...of.services].map((e) => e.advice);
  return [...new Set([...Object.values(of.fallback), ...named, ...Object.values(of.types)])].sort();
}

/** What evidence says about the kind of trouble, in IntelMQ's words. */
export interface Evidence {
  readonly class: ThreatClass;
  readonly malware: string | null;
  readonly identifier: string | null;
  readonly type: string | null;
}

/** Which advice fits, and the family's name as it may be shown to technicians. Unknown kinds get the general advice. */
export function chooseAdvice(
  from: AdviceBook,
  evidence: Evidence,
): { advice: string; family: string | null } {
  const named = [evidence.malware, evidence.identifier].flatMap((name) =>
    name === null ? [] : [tidy(name)],
  );
  const fallback = from.fallback[evidence.class];
  switch (evidence.class) {
    case 'infected': {
      const hit = find(from.families, named);
      const shown = evidence.malware === null || evidence.malware === '' ? null : tidyLabel(evidence.malware);
      // A label of null says that the name is no family: `ssh-brute-force` is what was seen, not what did it.
      return { advice: hit?.advice ?? fallback, family: hit?.label === undefined ? shown : hit.label };
    }
    case 'vulnerable':
      return { advice: find(from.services, named)?.advice ?? fallback, family: null };
    case 'abusive':
      return { advice: from.types[evidence.type ?? ''] ?? fallback, family: null };
  }
}

function find(
  entries: readonly z.infer<typeof entry>[],
  names: readonly string[],
): z.infer<typeof entry> | undefined {
  for (const name of names) {
    const exact = entries.find((e) => e.names.includes(name));
    if (exact !== undefined) return exact;
  }
  return entries.find((e) =>
    e.names.some((n) => n.endsWith('*') && names.some((m) => m.startsWith(n.slice(0, -1)))),
  );
}

function tidy(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * A feed's own word is hostile until proven plain: letters, digits and a few signs, 40 of them at most. Dots become
 * blanks, or a mail client would make a link of it.
 */
function tidyLabel(name: string): string | null {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N} _+-]+/gu, ' ')
    .trim();
  return plain === '' ? null : plain.slice(0, 40);
}
