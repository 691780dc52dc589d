import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function NoticePage(): JSX.Element {
  return <Soon page="notices" />;
}
