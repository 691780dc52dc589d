import type { JSX } from 'react';
import { useState } from 'react';

import { Facets, type Facet } from '../look/Facets.js';
import { keep, kept } from '../session/keep.js';
import { useWords } from '../words/speech.js';
import { sayValue } from './filter-chips.js';
import { exclude, SPAN_NAMES, toggle, without, type FilterName, type ListState } from './list-state.js';
import { sayHours } from './say-case.js';
import style from './CasesPage.module.css';
import type { CaseFacets } from './use-cases.js';

type Counted = keyof CaseFacets['facets'];
const SHOWN: readonly Counted[] = [
  'waits',
  'state',
  'class',
  'lineClass',
  'family',
  'badge',
  'garden',
  'region',
];
const FOLDED = 'lazaret.cases.folded';
const SPANS = [24, 72, 168, 720] as const;

/** How many cases there are of each kind, and the way to see only those. */
export function CaseFacetsPanel(props: {
  state: ListState;
  facets: CaseFacets | null;
  onChange: (state: ListState) => void;
}): JSX.Element {
  const { state, facets, onChange } = props;
  const words = useWords();
  const [closed, setClosed] = useState<ReadonlySet<string>>(
    () => new Set((kept(FOLDED) ?? 'badge,garden,region,openedHours').split(',')),
  );
  const fold = (name: string): void => {
    const next = new Set(closed);
    if (!next.delete(name)) next.add(name);
    keep(FOLDED, [...next].join(','));
    setClosed(next);
  };
  const shown = SHOWN.flatMap((name): Facet<FilterName>[] => {
    const { only = [], not = [] } = state.filter[name] ?? {};
    const counts = facets?.facets[name] ?? [];
    const missing = [...only, ...not].filter((value) => !counts.some((one) => one.value === value));
    const values = [...counts, ...missing.map((value) => ({ value, count: null }))];
    if (values.length === 0) return [];
    return [
      {
        name,
        title: words.cases.facet[name],
        only,
        not,
        values: values.map(({ value, count }) => ({ value, label: sayValue(name, value, words), count })),
      },
    ];
  });
  return (
    <>
      <Facets
        facets={shown}
        closed={closed}
        onToggle={(name, value) => onChange(toggle(state, name, value))}
        onExclude={(name, value) => onChange(exclude(state, name, value))}
        onFold={fold}
      />
      {SPAN_NAMES.map((name) => (
        <div key={name} className={style.span}>
          <label htmlFor={`span-${name}`}>{words.cases.facet[name]}</label>
          <select
            id={`span-${name}`}
            value={state.spans[name] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              onChange(
                value === ''
                  ? without(state, name)
                  : { ...state, spans: { ...state.spans, [name]: Number(value) } },
              );
            }}
          >
            <option value="">{words.cases.anyTime}</option>
            {[...new Set([...SPANS, ...(state.spans[name] === undefined ? [] : [state.spans[name]])])].map(
              (hours) => (
                <option key={hours} value={hours}>
                  {sayHours(hours, words)}
                </option>
              ),
            )}
          </select>
        </div>
      ))}
    </>
  );
}
