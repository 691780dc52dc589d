import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function NoticesPage(): JSX.Element {
  return <Soon page="notices" />;
}
