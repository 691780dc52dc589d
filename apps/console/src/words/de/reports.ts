import type { reportWords as english } from '../en/reports.js';
import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');
const count = countIn('de-DE');

export const reportWords = {
  title: 'Berichte',
  waiting: (n) =>
    n === 0
      ? 'Alles ist gelesen'
      : plural(n, { one: '# Art wartet auf einen Menschen', other: '# Arten warten auf einen Menschen' }),
  feeds: 'Quellen',
  list: 'Berichte, die neuesten zuerst',
  none: 'Noch kein Bericht eingegangen',
  noneHelp:
    'Berichte kommen per Mail, per Abruf oder mit `lazaret feed import`. Jeder bleibt hier, mit jeder Zeile, die gelesen oder beiseitegelegt wurde.',
  noFeeds: 'Keine Quelle eingerichtet',
  noFeedsHelp:
    'Quellen stehen in der Konfiguration. Sobald eine da ist, sehen Sie hier, ob sie liefert und wie viele ihrer Zeilen einen Anschluss finden.',
  column: {
    name: 'Bericht',
    feed: 'Quelle',
    state: 'Stand',
    received: 'Eingegangen',
    rows: 'Zeilen',
    observed: 'Beobachtet',
    duplicate: 'Schon bekannt',
    rejected: 'Beiseite',
  },
  state: { stored: 'Wartet aufs Lesen', parsing: 'Wird gelesen', parsed: 'Gelesen', failed: 'Nicht gelesen' },
  soFar: (n) => plural(n, { one: 'bisher # Zeile', other: 'bisher # Zeilen' }),
  filterRejected: 'Zeilen',
  filterRejectedYes: 'einige beiseite',
  health: { failing: 'Gestört', late: 'Verspätet', never: 'Noch nichts', alive: 'Liefert' },
  delivered: (ago) => `Letzter Bericht ${ago}`,
  failures: (n) => plural(n, { one: 'einmal gescheitert', other: '#-mal in Folge gescheitert' }),
  due: (when) => `nächster Abruf ${when}`,
  types: (n) => plural(n, { one: '# Art zählt', other: '# Arten zählen' }),
  noTypes: 'noch keine Art',
  waits: 'Wartet auf Freigabe',
  waitsHelp: 'Bis ein Mensch hingesehen hat, entstehen Fälle, aber keine Schreiben.',
  activate: 'Zählen lassen',
  activateTitle: (type) => `${type} zählen lassen?`,
  brought: (rows, lines) =>
    `${plural(rows, { one: '# Sichtung', other: '# Sichtungen' })}, ${plural(lines, { one: '# mit Anschluss', other: '# mit Anschluss' })}`,
  activateText:
    'Von da an führen die Sichtungen zu Schreiben und, wo die Regeln es erlauben, zur Einschränkung. Sehen Sie sich vorher einige Berichte an: Richten diese Geräte wirklich Schaden an?',
  activateRead: 'Gelesen mit Zuordnung',
  seenCounts: 'Ich habe die Zahlen und einige Zeilen angesehen.',
  activated: (type) => `${type} zählt ab jetzt.`,
  mayNot: 'Dafür braucht es das Recht, Quellen freizugeben.',
  by: (who) => `von ${who}`,
  attribution: 'Zeilen, die ihren Anschluss fanden, 14 Tage',
  share: (share, asked) => `${share} % von ${plural(asked, { one: '# Zeile', other: '# Zeilen' })}`,
  noShare: 'Keine Zeilen in 14 Tagen',
  asTable: 'Als Tabelle',
  asChart: 'Als Diagramm',
  day: 'Tag',
  asked: 'Sollten einen Anschluss haben',
  lines: 'Haben einen',
  shareTitle: 'Anteil',
  toReports: (feed) => `Berichte von ${feed}`,
  back: 'Berichte',
  facts: 'Bericht',
  kind: 'Art',
  bytes: 'Größe',
  size: (kilobytes) => `${count(kilobytes)} KB`,
  finished: 'Gelesen',
  mapping: 'Zuordnung',
  digest: 'SHA-256',
  unattributed: 'Warum Zeilen keinen Anschluss haben',
  allAttributed: 'Jede Zeile, die einen Anschluss haben sollte, hat einen.',
  refusal: {
    'needs-port': 'die Adresse wird geteilt und der Port fehlt',
    ambiguous: 'mehr als ein Anschluss kann sie gehabt haben',
    pending: 'die Aufzeichnungen reichen noch nicht so weit',
    'no-lease': 'niemand hatte die Adresse zu dieser Zeit',
    expired: 'älter als die Aufzeichnungen',
    delegated: 'die Adresse ist an andere vergeben',
    foreign: 'die Adresse dient Nutzern anderer',
    own: 'unsere eigene Technik',
    'not-ours': 'keine unserer Adressen',
  },
  rejected: 'Beiseitegelegte Zeilen',
  rejectedNone: 'Jede Zeile konnte gelesen werden.',
  rejectedColumn: { line: 'Zeile', column: 'Spalte', reason: 'Grund', raw: 'Wie sie kam' },
  wholeRow: 'ganze Zeile',
} satisfies typeof english;
