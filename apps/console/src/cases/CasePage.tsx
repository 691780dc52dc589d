import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function CasePage(): JSX.Element {
  return <Soon page="cases" />;
}
