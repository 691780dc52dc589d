import type { CaseState, GardenState, LineClass, ThreatClass } from '@lazaret/kernel';

import type { DeskLocale } from './asker.js';

interface Words {
  readonly lineClass: Readonly<Record<LineClass, string>>;
  readonly class: Readonly<Record<ThreatClass, string>>;
  readonly state: Readonly<Record<CaseState, string>>;
  /** Empty where there is nothing to say. */
  readonly garden: Readonly<Record<GardenState, string>>;
  readonly protected: string;
  readonly openCases: (count: number) => string;
  readonly lastSeen: (when: string) => string;
  readonly held: string;
  readonly nobody: string;
}

/** What lists of hits call things. */
export const DESK_WORDS: Readonly<Record<DeskLocale, Words>> = {
  en: {
    lineClass: { residential: 'residential', business: 'business', shared: 'shared', wholesale: 'wholesale', protected: 'protected', unknown: 'class unknown' },
    class: { infected: 'infected', vulnerable: 'vulnerable', abusive: 'abusive' },
    state: { watching: 'watching', told: 'told', waiting: 'waits for the desk', confined: 'confined', cleared: 'clear', closed: 'closed' },
    garden: {
      none: '', requested: 'to be held back', accepted: 'held back', active: 'held back', releasing: 'being opened', released: '', failed: '',
      unknown: 'the network does not answer', 'no-session': 'to be held back, not online', 'not-enforceable': '',
    },
    protected: 'never confined',
    openCases: (count) => (count === 0 ? 'no open case' : count === 1 ? '1 open case' : `${count} open cases`),
    lastSeen: (when) => `last seen ${when}`,
    held: 'may have held it then',
    nobody: 'nobody has it',
  },
  de: {
    lineClass: { residential: 'privat', business: 'geschäftlich', shared: 'geteilt', wholesale: 'Vorleistung', protected: 'geschützt', unknown: 'Klasse unbekannt' },
    class: { infected: 'infiziert', vulnerable: 'verwundbar', abusive: 'störend' },
    state: { watching: 'beobachtet', told: 'benachrichtigt', waiting: 'wartet auf uns', confined: 'zurückgehalten', cleared: 'bereinigt', closed: 'geschlossen' },
    garden: {
      none: '', requested: 'soll zurückgehalten werden', accepted: 'zurückgehalten', active: 'zurückgehalten', releasing: 'wird geöffnet', released: '', failed: '',
      unknown: 'das Netz antwortet nicht', 'no-session': 'soll zurückgehalten werden, nicht online', 'not-enforceable': '',
    },
    protected: 'wird nie zurückgehalten',
    openCases: (count) => (count === 0 ? 'kein offener Fall' : count === 1 ? '1 offener Fall' : `${count} offene Fälle`),
    lastSeen: (when) => `zuletzt gesehen ${when}`,
    held: 'hatte sie damals vielleicht',
    nobody: 'niemand hat ihn',
  },
}; // prettier-ignore
