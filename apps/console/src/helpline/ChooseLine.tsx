import type { Helpline } from '@lazaret/contracts';
import type { JSX, KeyboardEvent, Ref } from 'react';

import { Address } from '../look/Address.js';
import { Icon } from '../look/Icon.js';
import { useWords } from '../words/speech.js';
import style from './Answer.module.css';

/** Several lines fit: arrows move, Enter takes one. */
export function ChooseLine(props: {
  lines: Helpline['choose'];
  hint: string | null;
  onChoose: (line: string) => void;
  heading: Ref<HTMLHeadingElement>;
}): JSX.Element {
  const { lines, hint, onChoose, heading } = props;
  const words = useWords();
  const onKey = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll('button')];
    const here = all.findIndex((one) => one === document.activeElement);
    const by = event.key === 'ArrowDown' ? 1 : -1;
    all[(here + by + all.length) % all.length]?.focus();
  };
  return (
    <section className={style.choose} aria-label={words.helpline.choose(lines.length)}>
      <header className={style.chooseHead}>
        <h2 ref={heading} tabIndex={-1}>
          {words.helpline.choose(lines.length)}
        </h2>
        {hint === null ? null : <p>{hint}</p>}
      </header>
      <ul onKeyDown={onKey}>
        {lines.map(({ line, detail }) => (
          <li key={line}>
            <button type="button" className={style.choice} onClick={() => onChoose(line)}>
              <span>
                <Address>{line}</Address>
              </span>
              <span>{detail}</span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
