import { routes, type Reply } from '@lazaret/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState, type JSX } from 'react';

import { ask } from '../ask.js';
import { useAnnounce } from '../look/announce.js';
import { Icon } from '../look/Icon.js';
import { Kbd } from '../look/Kbd.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useWords } from '../words/speech.js';
import { mayLookAhead } from './look-ahead.js';
import style from './Omnibox.module.css';

type Found = Reply<typeof routes.search>;
type Hit = Found['hits'][number];

const PAUSE_MS = 250;

/** One box for everything: what was pasted is understood, and a single hit is opened at once. */
export function Omnibox(): JSX.Element {
  const words = useWords();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<{ for: string; found: Found | null; failed: boolean } | null>(null);
  const [active, setActive] = useState(0);
  const asked = useRef<AbortController | null>(null);

  useShortcut({
    keys: '/',
    label: words.frame.search,
    group: words.look.anywhere,
    run: () => field.current?.select(),
  });

  const go = (hit: Hit): void => {
    setOpen(false);
    setText('');
    setState(null);
    field.current?.blur();
    if (hit.kind === 'case') void navigate({ to: '/cases/$code', params: { code: hit.ref } });
    else if (hit.kind === 'line') void navigate({ to: '/lines/$ref', params: { ref: hit.ref } });
    else void navigate({ to: '/reports/$id', params: { id: hit.ref } });
  };

  const search = async (wanted: string, openSingle: boolean): Promise<void> => {
    asked.current?.abort();
    const control = new AbortController();
    asked.current = control;
    setState({ for: wanted, found: null, failed: false });
    setOpen(true);
    try {
      const found = await ask(routes.search, { body: { words: wanted } }, control.signal);
      const [only] = found.hits;
      if (openSingle && found.hits.length === 1 && only) return go(only);
      setState({ for: wanted, found, failed: false });
      setActive(0);
      announce(
        found.hits.length === 0
          ? (found.hint ?? words.frame.noResults)
          : words.frame.results(found.hits.length),
      );
    } catch {
      if (!control.signal.aborted) setState({ for: wanted, found: null, failed: true });
    }
  };
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });

  const trimmed = text.trim();
  useEffect(() => {
    if (!mayLookAhead(trimmed)) return;
    const timer = window.setTimeout(() => void latest.current(trimmed, false), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [trimmed]);

  const hits = state?.found?.hits ?? [];
  const fresh = state !== null && state.for === trimmed;
  const onKey = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (open) setOpen(false);
      else if (text !== '') setText('');
      else field.current?.blur();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (hits.length > 0) setActive((active + by + hits.length) % hits.length);
    } else if (event.key === 'Enter' && trimmed !== '') {
      event.preventDefault();
      const hit = hits[active];
      if (fresh && open && hit) go(hit);
      else void search(trimmed, true);
    }
  };

  return (
    <div
      className={style.omni}
      role="search"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <label className={style.box}>
        <Icon name="search" size={14} />
        <span className="unseen">{words.frame.search}</span>
        <input
          ref={field}
          className={style.field}
          type="text"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={open && hits[active] ? `${list}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={words.frame.searchHint}
          value={text}
          maxLength={300}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setOpen(false);
          }}
          onFocus={() => setOpen(state?.found !== null && state !== null)}
          onKeyDown={onKey}
        />
        <Kbd keys="/" />
      </label>
      {open ? (
        <div className={style.drop}>
          {state?.found ? (
            <p className={style.how}>
              {words.frame.understoodAs(words.frame.understood[state.found.understood])}
            </p>
          ) : null}
          <ul id={list} role="listbox" aria-label={words.frame.search}>
            {hits.map((hit, index) => (
              <li
                key={`${hit.kind} ${hit.ref}`}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === active}
                className={style.hit}
                onMouseDown={(event) => event.preventDefault()}
                onMouseEnter={() => setActive(index)}
                onClick={() => go(hit)}
              >
                <span className={style.kind}>{words.frame.kind[hit.kind]}</span>
                <span className={style.what}>
                  {hit.title} <span className={style.detail}>{hit.detail}</span>
                </span>
              </li>
            ))}
          </ul>
          {state?.failed ? <p className={style.none}>{words.frame.searchFailed}</p> : null}
          {state && !state.found && !state.failed ? (
            <p className={style.none}>{words.frame.searching}…</p>
          ) : null}
          {state?.found && hits.length === 0 ? (
            <p className={style.none}>
              {words.frame.noResults} {state.found.hint ?? words.frame.searchTeach}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
