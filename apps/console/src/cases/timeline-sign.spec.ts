import { expect, it } from 'vitest';

import { signOf } from './timeline-sign.js';

it.each([
  ['sightings', 'eye', 'watching'],
  ['notice.delivered', 'letter', 'told'],
  ['notice.bounced', 'warning', 'broken'],
  ['garden.active', 'fence', 'confined'],
  ['garden.released', 'open', 'clear'],
  ['portal.cleaned', 'clock', 'waiting'],
  ['desk.release', 'person', 'watching'],
  ['something.new', 'right', 'watching'],
])('%s', (kind, icon, tone) => {
  expect(signOf(kind)).toEqual({ icon, tone });
});
