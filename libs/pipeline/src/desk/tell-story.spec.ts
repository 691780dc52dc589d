import { describe, expect, it } from 'vitest';

import { on } from '../november.contract.js';
import { tellStory, type StoryFacts } from './tell-story.js';

const NOW = on(16);
const facts: StoryFacts = {
  class: 'infected', family: 'mirai', state: 'told', closeReason: null, observing: false, lastSeenAt: on(16, '09:19'), upstreams: 2,
  letters: 2, acknowledged: true, garden: 'active', ask: 'cleaned', waitsForDesk: false,
}; // prettier-ignore
const told = (given: Partial<StoryFacts>, locale: 'en' | 'de' = 'en'): string =>
  tellStory({ ...facts, ...given }, locale, NOW);

describe('a story', () => {
  it.each<[Partial<StoryFacts>, string]>([
    [{}, 'A device on this line is infected with Mirai; last seen 41 minutes ago by one of 2 sources. The subscriber was told twice and has read it; the line is held back; they say that it is cleaned and ask to be let out.'],
    [{ observing: true, letters: 0, acknowledged: false, garden: 'none', ask: null, upstreams: 1, lastSeenAt: on(14, '09:00'), family: null }, 'A device on this line is infected; last seen 2 days ago by one source. Nobody is told while its sources are only being observed.'],
    [{ class: 'vulnerable', family: 'dns-open_resolver', garden: 'none', ask: null, letters: 1, acknowledged: false }, 'Something on this line is open to strangers and can be misused (Dns open resolver); last seen 41 minutes ago by one of 2 sources. The subscriber was told once.'],
    [{ garden: 'none', ask: null, waitsForDesk: true, letters: 3 }, 'A device on this line is infected with Mirai; last seen 41 minutes ago by one of 2 sources. The subscriber was told 3 times and has read it; the desk is asked to look at it.'],
    [{ state: 'cleared', garden: 'released', ask: null, lastSeenAt: on(1, '08:00') }, 'A device on this line is infected with Mirai; last seen 15 days ago by one of 2 sources. The subscriber was told twice and has read it; the line is open again; it has been quiet for long enough and is clear.'],
    [{ state: 'closed', closeReason: 'withdrawn', lastSeenAt: null }, 'A device on this line is infected with Mirai; everything that spoke for it was withdrawn. It is over: the evidence was wrong.'],
  ])('%#', (given, text) => {
    expect(told(given)).toBe(text);
  }); // prettier-ignore

  it('is told in German', () => {
    expect(told({ lastSeenAt: on(13) }, 'de')).toBe(
      'Ein Gerät an diesem Anschluss ist mit Mirai infiziert; zuletzt vor 3 Tagen von einer von 2 Quellen gesehen. Die Kundin oder der Kunde wurde zweimal benachrichtigt und hat es gelesen; der Anschluss ist eingeschränkt; dort heißt es, alles sei bereinigt; um Freigabe wird gebeten.',
    ); // prettier-ignore
  });
});
