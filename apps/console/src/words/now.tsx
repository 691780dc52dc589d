import { createContext, useContext, useEffect, useState, type JSX, type ReactNode } from 'react';

const NowContext = createContext<number | null>(null);

const TICK_MS = 20_000;

/**
 * The domain's time for everything below: what `at` was when it was told, and how long that is ago. A demo's clock stands
 * still until somebody moves it.
 */
export function NowProvider(props: {
  at: number;
  toldAt: number;
  virtual: boolean;
  children: ReactNode;
}): JSX.Element {
  const { at, toldAt, virtual, children } = props;
  const real = useRealNow(!virtual);
  return <NowContext value={virtual ? at : at + Math.max(0, real - toldAt)}>{children}</NowContext>;
}

/** The domain's time, ms; where nobody told it, the browser's. */
export function useNow(): number {
  const told = useContext(NowContext);
  const real = useRealNow(told === null);
  return told ?? real;
}

/** The browser's clock, ms: for sessions and the audit, which know no other. */
export function useRealNow(ticking = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = window.setInterval(() => setNow(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, [ticking]);
  return now;
}
