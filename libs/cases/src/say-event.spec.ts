import { describe, expect, it } from 'vitest';

import { sayEvent } from './say-event.js';

const seen = { firstSeenAt: '2026-11-10T00:04:30+00:00', lastSeenAt: '2026-11-10T11:18:13+00:00' };

describe('an event in words', () => {
  it.each([
    [
      'opened',
      { count: 2, malware: ['mirai'], severity: 5, ...seen },
      'Case opened: 2 sightings, mirai, from 2026-11-10 00:04 UTC to 2026-11-10 11:18 UTC',
    ],
    [
      'sightings',
      { count: 1, malware: [], firstSeenAt: seen.firstSeenAt, lastSeenAt: seen.firstSeenAt },
      'Seen again: 1 sighting, on 2026-11-10 00:04 UTC',
    ],
    ['sightings', { count: 1, afterTheEnd: true }, 'Seen again: 1 sighting, from before the case ended'],
    [
      'decided',
      { reason: 'A notice goes out.', actions: [{ kind: 'notify' }] },
      'Decided: A notice goes out.',
    ],
    [
      'attribution-withdrawn',
      { count: 2, why: 'nobody held it' },
      'Attribution withdrawn: 2 sightings, nobody held it',
    ],
    ['note', { text: 'called back' }, 'Note: called back'],
    ['notice.sent', { template: 'first', round: 1 }, 'Letter sent: template first, round 1'],
    ['garden.accepted', { stay: 1 }, 'Held back: the network took the order: '],
    [
      'garden.released',
      { stay: 1, why: 'unanswered' },
      'Open again: nobody of the desk answered the request in time',
    ],
    [
      'portal.not-me',
      { via: 'address' },
      'Subscriber: this is not me: the desk looks at it; a line that is held is let out after a day, answered or not',
    ],
    [
      'portal.safety',
      { via: 'code' },
      'Subscriber: I need it for health, alarm or safety: by the code of a letter',
    ],
    ['garden.grown', {}, 'garden.grown: '],
  ])('%s', (kind, data, said) => {
    const { name, text } = sayEvent(kind, data);
    expect(`${name}: ${text}`).toBe(said);
  });
});
