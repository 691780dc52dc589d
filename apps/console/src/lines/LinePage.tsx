import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function LinePage(): JSX.Element {
  return <Soon page="lines" />;
}
