import type { auditWords as english } from '../en/audit.js';
import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');
const count = countIn('de-DE');

export const auditWords = {
  title: 'Protokoll',
  summary: 'Wer was getan hat. Jeder Eintrag ist ein Glied einer Kette.',
  list: 'Einträge, die neuesten zuerst',
  none: 'Noch nichts aufgeschrieben',
  noneHelp:
    'Jede Änderung, jede Anmeldung und jeder Blick auf eine Person wird hier sofort festgehalten: wer, warum, vorher und nachher.',
  column: { at: 'Wann', actor: 'Wer', action: 'Was', subject: 'Woran', why: 'Warum' },
  kind: 'Was',
  kinds: {
    case: 'Fälle',
    line: 'Anschlüsse',
    person: 'Blicke auf Personen',
    garden: 'Einschränkung',
    feed: 'Quellen',
    policy: 'Regeln',
    approval: 'Zustimmungen',
    operator: 'Bediener',
    session: 'Sitzungen',
    audit: 'Protokoll',
  },
  actor: 'Wer',
  actorHint: 'Anmeldename',
  subject: 'Woran',
  subjectHint: 'ein Teil davon',
  actorKind: { operator: '', client: 'Programm', system: 'das Haus selbst' },
  open: (id) => `Eintrag ${count(id)}`,
  before: 'Vorher',
  after: 'Nachher',
  field: 'Feld',
  nothing: 'Dadurch wurde nichts geändert.',
  request: 'Anfrage',
  address: 'Von',
  hash: 'Glied der Kette',
  verify: 'Kette prüfen',
  intact: (n) =>
    plural(n, {
      one: 'Die Kette ist heil: # Eintrag geprüft.',
      other: 'Die Kette ist heil: # Einträge geprüft.',
    }),
  broken: (id) => `Die Kette ist beim Eintrag ${count(id)} gebrochen.`,
  brokenSomewhere: 'Die Kette ist gebrochen.',
  brokenHelp:
    'Jemand hat außerhalb von Lazaret einen Eintrag geändert oder entfernt. Lassen Sie die Datenbank, wie sie ist, und benachrichtigen Sie die Verantwortlichen.',
  head: 'Jüngstes Glied',
} satisfies typeof english;
