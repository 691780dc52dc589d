import type { JSX } from 'react';

import { Soon } from '../frame/Soon.js';

export function SettingsPage(): JSX.Element {
  return <Soon page="settings" />;
}
