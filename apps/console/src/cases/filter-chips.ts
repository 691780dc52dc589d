import type { Words } from '../words/words.js';
import {
  FILTER_NAMES,
  SPAN_NAMES,
  without,
  type FilterName,
  type ListState,
  type SpanName,
} from './list-state.js';
import { nameFamily, sayHours } from './say-case.js';

/** One filter in words: `class infected, not abusive`. */
export interface FilterChip {
  readonly name: FilterName | SpanName | 'line';
  readonly title: string;
  readonly values: string;
  /** The list without it. */
  readonly left: ListState;
}

export function filterChips(state: ListState, words: Words): readonly FilterChip[] {
  const { facet } = words.cases;
  const many = FILTER_NAMES.flatMap((name) => {
    const wanted = state.filter[name];
    if (!wanted) return [];
    const values = [
      ...wanted.only.map((value) => sayValue(name, value, words)),
      ...wanted.not.map((value) => `${words.look.not} ${sayValue(name, value, words)}`),
    ];
    return [{ name, title: facet[name], values: values.join(', '), left: without(state, name) }];
  });
  const spans = SPAN_NAMES.flatMap((name) => {
    const hours = state.spans[name];
    return hours === undefined
      ? []
      : [{ name, title: facet[name], values: sayHours(hours, words), left: without(state, name) }];
  });
  const line =
    state.line === null
      ? []
      : [{ name: 'line' as const, title: facet.line, values: state.line, left: without(state, 'line') }];
  return [...many, ...spans, ...line];
}

/** A value of a filter as people read it. */
export function sayValue(name: FilterName, value: string, { terms }: Words): string {
  switch (name) {
    case 'waits':
      return terms.waits[value as keyof typeof terms.waits] ?? value;
    case 'state':
      return terms.state[value as keyof typeof terms.state] ?? value;
    case 'class':
      return terms.class[value as keyof typeof terms.class] ?? value;
    case 'lineClass':
      return terms.lineClass[value as keyof typeof terms.lineClass] ?? value;
    case 'badge':
      return terms.badge[value as keyof typeof terms.badge] ?? value;
    case 'garden':
      return terms.garden[value as keyof typeof terms.garden] ?? value;
    case 'family':
      return nameFamily(value);
    case 'region':
    case 'tier':
      return value;
  }
}
