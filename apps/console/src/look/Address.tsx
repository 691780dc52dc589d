import { useState, type JSX } from 'react';

import { useWords } from '../words/speech.js';
import style from './Address.module.css';
import { Icon } from './Icon.js';
import { shorten } from './shorten.js';

/** An address, id or code: one face, never wrapped, cut in the middle when long, copied whole. */
export function Address(props: {
  children: string;
  port?: number | null;
  copy?: boolean;
  most?: number;
}): JSX.Element {
  const { children, port = null, copy = false, most = 40 } = props;
  const whole =
    port === null ? children : children.includes(':') ? `[${children}]:${port}` : `${children}:${port}`;
  return (
    <span className={style.address}>
      <bdi className={style.text} title={whole.length > most ? whole : undefined}>
        {shorten(whole, most)}
      </bdi>
      {copy ? <CopyButton text={whole} /> : null}
    </span>
  );
}

function CopyButton({ text }: { text: string }): JSX.Element {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      window.setTimeout(() => setCopied(false), 1_500);
    });
  };
  return (
    <button
      type="button"
      className={style.copy}
      aria-label={`${copied ? words.look.copied : words.look.copy}: ${text}`}
      onClick={copy}
    >
      <Icon name={copied ? 'tick' : 'copy'} />
    </button>
  );
}
