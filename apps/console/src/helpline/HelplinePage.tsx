import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function HelplinePage(): JSX.Element {
  return <Soon page="helpline" />;
}
