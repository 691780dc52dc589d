import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function ReportsPage(): JSX.Element {
  return <Soon page="reports" />;
}
