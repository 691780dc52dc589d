import { useId, useState, type JSX } from 'react';

import { useWords } from '../words/speech.js';
import style from './Facets.module.css';
import { Icon } from './Icon.js';

export interface Facet<Name extends string> {
  readonly name: Name;
  readonly title: string;
  /** `count` null: not known. */
  readonly values: readonly {
    readonly value: string;
    readonly label: string;
    readonly count: number | null;
  }[];
  readonly only: readonly string[];
  readonly not: readonly string[];
}

interface FacetsProps<Name extends string> {
  readonly facets: readonly Facet<Name>[];
  readonly closed: ReadonlySet<string>;
  readonly onToggle: (name: Name, value: string) => void;
  readonly onExclude: (name: Name, value: string) => void;
  readonly onFold: (name: Name) => void;
}

/** More values than this are folded away. */
const SHOWN = 6;

/** How many there are of each kind, 0 included; each can be wanted or left out. */
export function Facets<Name extends string>(props: FacetsProps<Name>): JSX.Element {
  return (
    <>
      {props.facets.map((facet) => (
        <FacetGroup key={facet.name} facet={facet} {...props} />
      ))}
    </>
  );
}

function FacetGroup<Name extends string>(props: FacetsProps<Name> & { facet: Facet<Name> }): JSX.Element {
  const { facet, closed, onToggle, onExclude, onFold } = props;
  const words = useWords();
  const id = useId();
  const [whole, setWhole] = useState(false);
  const open = !closed.has(facet.name);
  const set = new Set([...facet.only, ...facet.not]);
  const shown = whole
    ? facet.values
    : facet.values.filter(({ value }, index) => index < SHOWN || set.has(value));
  const hidden = facet.values.length - shown.length;
  return (
    <section className={style.group} aria-labelledby={id}>
      <h2 id={id} className={style.heading}>
        <button type="button" className={style.fold} aria-expanded={open} onClick={() => onFold(facet.name)}>
          {facet.title}
          {set.size > 0 && !open ? <span className={style.set}>{set.size}</span> : null}
          <span className={open ? style.open : style.shut}>
            <Icon name="down" size={10} />
          </span>
        </button>
      </h2>
      {open ? (
        <ul>
          {shown.map(({ value, label, count }) => {
            const out = facet.not.includes(value);
            return (
              <li
                key={value}
                className={`${style.value} ${count === 0 ? style.zero : ''} ${set.has(value) ? style.on : ''}`}
              >
                <label className={style.label}>
                  {out ? (
                    <input
                      type="checkbox"
                      className={style.box}
                      ref={markOut}
                      checked={false}
                      aria-label={`${words.look.not} ${label}`}
                      onChange={() => onExclude(facet.name, value)}
                    />
                  ) : (
                    <input
                      type="checkbox"
                      className={style.box}
                      checked={facet.only.includes(value)}
                      onChange={() => onToggle(facet.name, value)}
                    />
                  )}
                  <span className={out ? style.out : style.word}>{label}</span>
                </label>
                <button
                  type="button"
                  className={style.minus}
                  aria-label={words.look.exclude(label)}
                  title={words.look.exclude(label)}
                  aria-pressed={out}
                  onClick={() => onExclude(facet.name, value)}
                >
                  <Icon name="minus" size={10} />
                </button>
                <span className={style.count}>{count === null ? '' : words.count(count)}</span>
              </li>
            );
          })}
          {hidden > 0 || whole ? (
            <li>
              <button type="button" className={style.more} onClick={() => setWhole(!whole)}>
                {whole ? words.look.less : `${words.count(hidden)} ${words.look.more.toLowerCase()}`}
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}

// A value that is left out has neither a tick nor none.
function markOut(box: HTMLInputElement | null): void {
  if (box) box.indeterminate = true;
}
