import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function PolicyPage(): JSX.Element {
  return <Soon page="policy" />;
}
