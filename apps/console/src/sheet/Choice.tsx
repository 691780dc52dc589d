import type { JSX } from 'react';

import style from './Choice.module.css';

/** One filter of a list: a name and a native choice; nothing chosen is everything. */
export function Choice(props: {
  label: string;
  every: string;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string) => void;
}): JSX.Element {
  const { label, every, value, options, onChange } = props;
  return (
    <label className={`${style.choice} ${value === '' ? '' : style.set}`}>
      <span className={style.label}>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{every}</option>
        {value !== '' && !options.some((option) => option.value === value) ? (
          <option value={value}>{value}</option>
        ) : null}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
