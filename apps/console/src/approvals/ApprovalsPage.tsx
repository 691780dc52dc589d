import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function ApprovalsPage(): JSX.Element {
  return <Soon page="approvals" />;
}
