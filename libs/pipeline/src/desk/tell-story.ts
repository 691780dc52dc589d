import type { CaseState, CloseReason, GardenState, Instant, ThreatClass } from '@lazaret/kernel';

import type { DeskLocale } from './asker.js';
import type { OpenAsk } from './say-standing.js';

/** What a story is told from. */
export interface StoryFacts {
  readonly class: ThreatClass;
  readonly family: string | null;
  readonly state: CaseState;
  readonly closeReason: CloseReason | null;
  readonly observing: boolean;
  readonly lastSeenAt: Instant | null;
  readonly upstreams: number;
  /** Letters of the ladder that left, or may have. */
  readonly letters: number;
  readonly acknowledged: boolean;
  /** Of the line, as far as it is held for this case. */
  readonly garden: GardenState;
  readonly ask: OpenAsk['kind'] | null;
  /** It came to wait for a person by itself. */
  readonly waitsForDesk: boolean;
}

/** What it is, what was done, what is asked: two sentences that an outsider understands. */
export function tellStory(facts: StoryFacts, locale: DeskLocale, now: Instant): string {
  const words = WORDS[locale];
  const seen =
    facts.lastSeenAt === null
      ? words.withdrawn
      : words.seen(facts.upstreams, words.ago(now.getTime() - facts.lastSeenAt.getTime()));
  return `${words.what[facts.class](sayFamily(facts.family))}; ${seen}. ${sayDone(facts, words)}`;
}

function sayDone(facts: StoryFacts, words: Words): string {
  if (facts.state === 'closed') return words.over[facts.closeReason ?? 'stale'];
  const told =
    facts.observing && facts.letters === 0
      ? words.observed
      : `${words.told(facts.letters)}${facts.acknowledged ? words.read : ''}`;
  const parts = [
    told,
    words.garden[facts.garden],
    facts.state === 'cleared' ? words.clear : '',
    facts.ask === null ? '' : words.asks[facts.ask],
    facts.ask === null && facts.waitsForDesk ? words.desk : '',
  ].filter((part) => part !== '');
  return `${parts.join('; ')}.`;
}

/** `android.badbox2` of a machine → `Android badbox2`. */
function sayFamily(family: string | null): string | null {
  if (family === null) return null;
  const plain = family.replace(/[-._]+/g, ' ').trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

interface Words {
  readonly what: Readonly<Record<ThreatClass, (family: string | null) => string>>;
  readonly seen: (upstreams: number, ago: string) => string;
  readonly withdrawn: string;
  readonly ago: (ms: number) => string;
  readonly observed: string;
  readonly told: (letters: number) => string;
  readonly read: string;
  readonly garden: Readonly<Record<GardenState, string>>;
  readonly clear: string;
  readonly asks: Readonly<Record<OpenAsk['kind'], string>>;
  readonly desk: string;
  readonly over: Readonly<Record<CloseReason, string>>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit of which there are at least two, else the next one. */
function inUnits(ms: number): readonly [count: number, unit: 'minute' | 'hour' | 'day'] {
  if (ms >= 2 * DAY) return [Math.floor(ms / DAY), 'day'];
  if (ms >= 2 * HOUR) return [Math.floor(ms / HOUR), 'hour'];
  return [Math.max(0, Math.floor(ms / MINUTE)), 'minute'];
}

const WORDS: Readonly<Record<DeskLocale, Words>> = {
  en: {
    what: {
      infected: (family) => (family === null ? 'A device on this line is infected' : `A device on this line is infected with ${family}`),
      vulnerable: (family) => `Something on this line is open to strangers and can be misused${family === null ? '' : ` (${family})`}`,
      abusive: (family) => `Something on this line attacks or disturbs others${family === null ? '' : ` (${family})`}`,
    },
    seen: (upstreams, ago) => `last seen ${ago} by ${upstreams === 1 ? 'one source' : `one of ${upstreams} sources`}`,
    withdrawn: 'everything that spoke for it was withdrawn',
    ago: (ms) => {
      const [count, unit] = inUnits(ms);
      return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
    },
    observed: 'Nobody is told while its sources are only being observed',
    told: (letters) =>
      letters === 0 ? 'Nobody has been told yet' : `The subscriber was told ${letters === 1 ? 'once' : letters === 2 ? 'twice' : `${letters} times`}`,
    read: ' and has read it',
    garden: {
      none: '', requested: 'the network is asked to hold the line back', accepted: 'the line is held back', active: 'the line is held back',
      releasing: 'the line is being opened', released: 'the line is open again', failed: 'the network refused to hold the line back',
      unknown: 'the network does not say whether it holds the line back', 'no-session': 'the line is to be held back and is not online',
      'not-enforceable': 'the network cannot hold the line back',
    },
    clear: 'it has been quiet for long enough and is clear',
    asks: { cleaned: 'they say that it is cleaned and ask to be let out', 'not-me': 'they say that it is not them', call: 'they wait for a call' },
    desk: 'the desk is asked to look at it',
    over: {
      clean: 'It is over: clean.', left: 'It is over: the subscriber has left the line.',
      withdrawn: 'It is over: the evidence was wrong.', stale: 'It is over: nothing more was heard of it.',
    },
  },
  de: {
    what: {
      infected: (family) => (family === null ? 'Ein Gerät an diesem Anschluss ist infiziert' : `Ein Gerät an diesem Anschluss ist mit ${family} infiziert`),
      vulnerable: (family) => `Etwas an diesem Anschluss steht Fremden offen und kann missbraucht werden${family === null ? '' : ` (${family})`}`,
      abusive: (family) => `Etwas an diesem Anschluss greift andere an oder stört sie${family === null ? '' : ` (${family})`}`,
    },
    seen: (upstreams, ago) => `zuletzt ${ago} von ${upstreams === 1 ? 'einer Quelle' : `einer von ${upstreams} Quellen`} gesehen`,
    withdrawn: 'alles, was dafür sprach, wurde zurückgenommen',
    ago: (ms) => {
      const [count, unit] = inUnits(ms);
      const units = { minute: ['Minute', 'Minuten'], hour: ['Stunde', 'Stunden'], day: ['Tag', 'Tagen'] } as const;
      return `vor ${count} ${units[unit][count === 1 ? 0 : 1]}`;
    },
    observed: 'Niemand wird benachrichtigt, solange die Quellen nur beobachtet werden',
    told: (letters) =>
      letters === 0
        ? 'Noch wurde niemand benachrichtigt'
        : `Die Kundin oder der Kunde wurde ${letters === 1 ? 'einmal' : letters === 2 ? 'zweimal' : `${letters}-mal`} benachrichtigt`,
    read: ' und hat es gelesen',
    garden: {
      none: '', requested: 'das Netz soll den Anschluss einschränken', accepted: 'der Anschluss ist eingeschränkt', active: 'der Anschluss ist eingeschränkt',
      releasing: 'der Anschluss wird geöffnet', released: 'der Anschluss ist wieder offen', failed: 'das Netz hat die Einschränkung abgelehnt',
      unknown: 'das Netz sagt nicht, ob der Anschluss eingeschränkt ist', 'no-session': 'der Anschluss soll eingeschränkt werden und ist nicht online',
      'not-enforceable': 'das Netz kann den Anschluss nicht einschränken',
    },
    clear: 'es war lange genug ruhig und gilt als bereinigt',
    asks: { cleaned: 'dort heißt es, alles sei bereinigt; um Freigabe wird gebeten', 'not-me': 'dort heißt es, man sei es nicht gewesen', call: 'dort wird auf einen Anruf gewartet' },
    desk: 'der Fall wartet auf einen Menschen',
    over: {
      clean: 'Es ist vorbei: bereinigt.', left: 'Es ist vorbei: der Anschluss wurde abgegeben.',
      withdrawn: 'Es ist vorbei: die Hinweise waren falsch.', stale: 'Es ist vorbei: es war nichts mehr davon zu hören.',
    },
  },
}; // prettier-ignore
