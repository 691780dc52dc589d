import type { lookWords as english } from '../en/look.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');

export const lookWords = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  undo: 'Rückgängig',
  copy: 'Kopieren',
  copied: 'Kopiert',
  retry: 'Noch einmal versuchen',
  more: 'Mehr',
  less: 'Weniger',
  show: 'Anzeigen',
  hide: 'Verbergen',
  loading: 'Wird geladen',
  justNow: 'gerade eben',
  reason: 'Grund',
  reasonHint: 'Andere lesen ihn im Protokoll und im Verlauf. Bitte keine Namen oder Adressen von Personen.',
  reasonShort: 'Bitte sagen Sie kurz, warum.',
  exclude: (what: string) => `Ohne ${what}`,
  include: (what: string) => `Nur ${what}`,
  remove: (what: string) => `Filter entfernen: ${what}`,
  addFilter: 'Filter',
  clearFilters: 'Alle entfernen',
  not: 'ohne',
  sparkline: (total: number, highest: number) =>
    total === 0
      ? 'In 14 Tagen nicht gesehen'
      : `${plural(total, { one: '# Sichtung', other: '# Sichtungen' })} in 14 Tagen, höchstens ${highest} an einem Tag`,
  shortcuts: 'Tastenkürzel',
  shortcutsOff: 'Einzelne Tasten sind abgeschaltet. Sie können sie in den Einstellungen einschalten.',
  shortcutsHint: 'Einzelne Tasten lassen sich in den Einstellungen abschalten.',
  anywhere: 'Überall',
  problem: {
    title: 'Das hat nicht geklappt',
    unreached: 'Lazaret ist nicht erreichbar',
    unreachedHelp:
      'Es ist nichts verloren. Bitte prüfen Sie die Verbindung; die Seite versucht es von selbst erneut.',
    forbidden: 'Das ist für Ihre Rollen nicht vorgesehen',
    forbiddenHelp: 'Bitte fragen Sie Ihre Verwaltung, wenn Sie es brauchen.',
    missing: 'Hier ist nichts',
    missingHelp: 'Vielleicht wurde es entfernt, oder die Adresse ist falsch geschrieben.',
    busy: 'Zu viele Anfragen',
    busyHelp: 'Bitte warten Sie einen Augenblick und versuchen Sie es dann erneut.',
    broken: 'Bei uns ist etwas schiefgegangen',
    brokenHelp:
      'Ihre Eingaben sind nicht verloren. Bitte versuchen Sie es erneut; bleibt es dabei, nennen Sie uns die Nummer unten.',
    trace: 'Nummer für Rückfragen',
  },
} satisfies typeof english;
