import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function LinesPage(): JSX.Element {
  return <Soon page="lines" />;
}
