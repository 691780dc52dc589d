import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function ReportPage(): JSX.Element {
  return <Soon page="reports" />;
}
