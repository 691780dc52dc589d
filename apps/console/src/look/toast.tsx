import { createContext, useCallback, useContext, useEffect, useState, type JSX, type ReactNode } from 'react';

import { useWords } from '../words/speech.js';
import { Icon } from './Icon.js';
import style from './toast.module.css';

export interface Toast {
  readonly text: string;
  /** Takes back what was done. */
  readonly undo?: () => void;
  readonly tone?: 'clear' | 'broken';
}

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** So long a word stays when nobody looks at it, ms; one that can be taken back stays longer. */
const STAYS_MS = 6_000;
const STAYS_WITH_UNDO_MS = 12_000;
const MOST = 3;

export function Toaster({ children }: { children: ReactNode }): JSX.Element {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  const show = useCallback(
    (toast: Toast) =>
      setToasts((before) => [...before, { ...toast, id: Date.now() + before.length }].slice(-MOST)),
    [],
  );
  const drop = useCallback((id: number) => setToasts((before) => before.filter((one) => one.id !== id)), []);
  return (
    <ToastContext value={show}>
      {children}
      <div className={style.shelf} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <Slice key={toast.id} toast={toast} onOver={() => drop(toast.id)} />
        ))}
      </div>
    </ToastContext>
  );
}

function Slice({ toast, onOver }: { toast: Toast; onOver: () => void }): JSX.Element {
  const words = useWords();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = window.setTimeout(onOver, toast.undo ? STAYS_WITH_UNDO_MS : STAYS_MS);
    return () => window.clearTimeout(timer);
  });
  return (
    <div
      className={style.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={toast.tone === 'broken' ? style.broken : style.clear}>
        <Icon name={toast.tone === 'broken' ? 'warning' : 'tick'} />
      </span>
      <span>{toast.text}</span>
      {toast.undo ? (
        <button
          type="button"
          className={style.undo}
          onClick={() => {
            toast.undo?.();
            onOver();
          }}
        >
          {words.look.undo}
        </button>
      ) : null}
      <button type="button" className={style.close} aria-label={words.look.close} onClick={onOver}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** Says that something was done, at the edge of the page. */
export function useToast(): (toast: Toast) => void {
  return useContext(ToastContext);
}
