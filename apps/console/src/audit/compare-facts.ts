import { flattenFacts } from '../cases/flatten-facts.js';

export interface ComparedFact {
  readonly name: string;
  /** Null: it was not there, or is not. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What stood before and what stands after, name by name; those that did not change come last. */
export function compareFacts(before: unknown, after: unknown): readonly ComparedFact[] {
  const was = known(before);
  const is = known(after);
  const facts = [...new Set([...was.keys(), ...is.keys()])].map((name) => ({
    name,
    before: was.get(name) ?? null,
    after: is.get(name) ?? null,
  }));
  return [...facts.filter(changed), ...facts.filter((fact) => !changed(fact))];
}

function changed(fact: ComparedFact): boolean {
  return fact.before !== fact.after;
}

function known(facts: unknown): ReadonlyMap<string, string> {
  if (facts === null || facts === undefined) return new Map();
  return new Map(
    flattenFacts(facts)
      // A dash is what stands for nothing.
      .filter(({ value }) => value !== '–')
      .map(({ name, value }) => [name, value]),
  );
}
