import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function AuditPage(): JSX.Element {
  return <Soon page="audit" />;
}
