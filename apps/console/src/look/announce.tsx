import { createContext, useCallback, useContext, useState, type JSX, type ReactNode } from 'react';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Keeps one polite live region and lets everything below speak through it. */
export function Announcer({ children }: { children: ReactNode }): JSX.Element {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="unseen" role="status" aria-live="polite">
        {/* The same words twice are two messages. */}
        <span key={said.turn}>{said.text}</span>
      </div>
    </AnnounceContext>
  );
}

/** Says something to those who listen to the page. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}
