import { describe, expect, it } from 'vitest';

import { chooseBng } from './choose-bng.js';
import { aSession, capabilityOf } from './stay.contract.js';
import type { Capability, Session } from './stay.js';

/** `north` is also called 192.0.2.1. */
function known(nas: string): Capability | null {
  return nas === '192.0.2.1' ? capabilityOf('north') : capabilityOf(nas);
}

describe('the BNG a confinement counts for', () => {
  it.each<[string, Partial<Session>[], string | null, string]>([
    ['is where the session is, whatever the directory says', [{ nas: 'south' }], 'north', 'south'],
    ['is one, by whichever of its names', [{ nas: '192.0.2.1' }], null, 'north'],
    ['is the one the directory has, without a session', [], '192.0.2.1', 'north'],
    ['is the one the directory has, where only voice goes on', [{ nas: 'south', service: 'voice' }], 'north', 'north'],
    ['is shared by all of which nothing is known', [], null, 'unknown'],
    ['is where the newest session is', [{ nas: 'south', sessionId: 1 }, { nas: 'north', sessionId: 2 }], null, 'north'],
    ['is one that can hold, if any can', [{ nas: 'north', sessionId: 1 }, { nas: 'endless', sessionId: 2 }], null, 'north'],
    ['is named by the records where no file names it', [{ nas: '192.0.2.77' }], 'north', '192.0.2.77'],
  ])('%s', (_, sessions, directory, bng) => {
    expect(chooseBng(sessions.map(aSession), directory, known)).toBe(bng);
  });
}); // prettier-ignore
