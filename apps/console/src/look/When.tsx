import type { JSX } from 'react';

import { useNow, useRealNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import { clockTime, exactly, justDay, nearDay, span } from '../words/time.js';

export interface WhenProps {
  /** ISO 8601. */
  readonly at: string;
  /**
   * `span`: `2 h` for a column; `ago`: `2 h ago`, or `in 2 h` for what lies ahead; `near`: `14:04`, `tomorrow 09:00`, `Sat 11:20`;
   * `day`: the same without the time where it is not today; `clock`: `14:04`; `exact`: everything.
   */
  readonly as?: 'span' | 'ago' | 'near' | 'day' | 'clock' | 'exact';
  /** Of real time, not of the domain's: sessions, the audit. */
  readonly real?: boolean;
}

/** Nobody counts so few ms. */
const JUST_MS = 10_000;

/** An instant as near as it needs to be; the whole of it, with its zone and in UTC, on hover. */
export function When({ at, as = 'ago', real = false }: WhenProps): JSX.Element {
  const say = useSayWhen(real);
  const wall = useWall();
  const ms = Date.parse(at);
  const utc = `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return (
    <time dateTime={at} title={`${exactly(ms, wall)} · ${utc}`}>
      {say(at, as)}
    </time>
  );
}

/** The same as text, for sentences. */
export function useSayWhen(real = false): (at: string, as: NonNullable<WhenProps['as']>) => string {
  const { time, look } = useWords();
  const wall = useWall();
  const domain = useNow();
  const clock = useRealNow(real);
  const now = real ? clock : domain;
  return (at, as) => {
    const ms = Date.parse(at);
    switch (as) {
      case 'span':
        return span(now - ms, time);
      case 'ago':
        if (Math.abs(now - ms) < JUST_MS) return look.justNow;
        return ms > now ? time.within(span(ms - now, time)) : time.ago(span(now - ms, time));
      case 'near':
        return nearDay(ms, now, wall, time);
      case 'day':
        return justDay(ms, now, wall, time);
      case 'clock':
        return clockTime(ms, wall);
      case 'exact':
        return exactly(ms, wall);
    }
  };
}
