import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import { bars } from './bars.js';

const WIDTH = 70;
const HEIGHT = 16;

/** Sightings a day; a dashed line where there is none. */
export function Sparkline({
  days,
  strong = false,
}: {
  days: readonly number[];
  strong?: boolean;
}): JSX.Element {
  const words = useWords();
  const total = days.reduce((sum, count) => sum + count, 0);
  const label = words.look.sparkline(total, Math.max(...days, 0));
  return (
    <svg
      width={WIDTH}
      height={HEIGHT + 1}
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {total === 0 ? (
        <path d={`M0 ${HEIGHT - 1}H${WIDTH}`} stroke="var(--line-strong)" strokeDasharray="2 3" />
      ) : (
        bars(days, { width: WIDTH, height: HEIGHT }).map(({ x, y, height }) => (
          <rect
            key={x}
            x={x}
            y={y}
            width={3.4}
            height={height}
            rx={0.7}
            fill={strong ? 'var(--text)' : 'var(--faint)'}
          />
        ))
      )}
    </svg>
  );
}
