import { useEffect, useState, type JSX } from 'react';

import style from './Choice.module.css';

/** One filter of a list that is written; it holds when the field is left, or on enter. */
export function Written(props: {
  label: string;
  hint?: string;
  value: string;
  most?: number;
  onChange: (value: string) => void;
}): JSX.Element {
  const { label, hint, value, most = 100, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <label className={`${style.choice} ${value === '' ? '' : style.set}`}>
      <span className={style.label}>{label}</span>
      <input
        type="text"
        value={text}
        maxLength={most}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === 'Enter') done();
        }}
      />
    </label>
  );
}
