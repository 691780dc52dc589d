import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function GardenPage(): JSX.Element {
  return <Soon page="garden" />;
}
