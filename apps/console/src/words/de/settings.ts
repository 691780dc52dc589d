import type { settingsWords as english } from '../en/settings.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');

export const settingsWords = {
  title: 'Einstellungen',
  parts: 'Teile der Einstellungen',
  part: { own: 'Ihre eigenen', operators: 'Zugänge' },
  look: {
    title: 'Wie die Konsole für Sie aussieht',
    help: 'Wird bei Ihrem Zugang gespeichert: in jedem Browser gleich.',
    language: 'Sprache',
    timeZone: 'Zeitzone',
    timeZoneHelp: (clock: string) => `Dort ist es ${clock}. Zeigen Sie auf eine Zeit, um UTC zu sehen.`,
    timeZoneNone: 'So heißt keine Zeitzone.',
    theme: 'Farbschema',
    shortcuts: 'Tastenkürzel mit einer Taste',
    shortcutsHelp:
      'Buchstaben wie j, k oder r wirken sofort. Schalten Sie sie aus, wenn Sie diktieren oder versehentlich Tasten drücken.',
    kept: 'Gespeichert.',
  },
  password: {
    title: 'Passwort',
    help: 'Ihre anderen Sitzungen enden, wenn Sie es ändern.',
    verb: 'Passwort ändern',
  },
  sessions: {
    title: 'Wo Sie angemeldet sind',
    help: 'Eine Sitzung endet nach einer halben Stunde ohne Sie, spätestens nach zwölf Stunden.',
    column: { agent: 'Browser', started: 'Angemeldet', seen: 'Zuletzt aktiv', expires: 'Endet ungenutzt' },
    current: 'diese hier',
    end: 'Beenden',
    endNamed: (name: string) => `Sitzung in ${name} beenden`,
    endOthers: (n: number) => plural(n, { one: 'Die andere beenden', other: 'Alle # anderen beenden' }),
    ended: (n: number) => plural(n, { one: 'Die Sitzung ist beendet.', other: '# Sitzungen sind beendet.' }),
    action: 'Aktion',
    agent: (browser: string, system: string) => `${browser} auf ${system}`,
    unknown: 'Unbekannter Browser',
  },
  operators: {
    title: 'Zugänge',
    count: (n: number) =>
      plural(n, { one: '# Person darf sich anmelden', other: '# Personen dürfen sich anmelden' }),
    add: 'Zugang anlegen',
    list: 'Wer sich anmelden darf',
    column: {
      name: 'Name',
      roles: 'Rollen',
      state: 'Zustand',
      signedIn: 'Zuletzt angemeldet',
      sessions: 'Sitzungen',
      actions: 'Aktionen',
    },
    you: 'Sie',
    state: {
      in: 'Darf sich anmelden',
      disabled: 'Ausgesperrt',
      locked: (until: string) => `Zu viele Versuche, bis ${until}`,
    },
    actionsOf: (name: string) => `Aktionen für ${name}`,
    change: 'Name oder Rollen ändern',
    reset: 'Neues erstes Passwort',
    endSessions: 'Sitzungen beenden',
    lockOut: 'Aussperren',
    letIn: 'Wieder zulassen',
    notYourself: 'nicht sich selbst',
    addTitle: 'Zugang anlegen',
    name: 'Anmeldename',
    nameHelp: 'Kleinbuchstaben, Ziffern, Punkt, Strich. Er bleibt und steht im Protokoll.',
    nameWrong: 'Kleinbuchstaben, Ziffern, Punkt, Strich; am Anfang ein Buchstabe oder eine Ziffer.',
    displayName: 'Name, den man kennt',
    displayNameWrong: 'Bitte sagen Sie, wie die Person heißt.',
    roles: 'Rollen',
    rolesWrong: 'Bitte mindestens eine Rolle.',
    role: {
      viewer: 'Liest alles außer dem Protokoll. Ändert nichts.',
      helpline: 'Beantwortet Anrufe, gibt Anschlüsse frei, sieht zu einem Zweck, wer einen Anschluss hat.',
      analyst:
        'Bearbeitet Fälle, einzeln oder viele zugleich; fragt an, Anschlüsse einzuschränken, und stimmt zu, wenn andere anfragen.',
      engineer:
        'Aktiviert Quellen, legt die Schalter der Einschränkung um, schlägt Regeln vor und stimmt denen anderer zu.',
      admin: 'Lässt Menschen herein, liest das Protokoll, schlägt Regeln vor und stimmt denen anderer zu.',
    },
    create: 'Zulassen',
    save: 'Speichern',
    saved: (name: string) => `${name} ist geändert.`,
    firstTitle: (name: string) => `Erstes Passwort von ${name}`,
    firstHelp:
      'Es wird nur dieses eine Mal gezeigt und nirgends aufbewahrt. Geben Sie es persönlich oder am Telefon weiter; bei der ersten Anmeldung muss es geändert werden.',
    firstLabel: 'Erstes Passwort',
    firstDone: 'Ich habe es weitergegeben',
    changeTitle: (name: string) => `${name} ändern`,
    changedMeanwhile:
      'Jemand hat diesen Zugang inzwischen geändert. Von Ihnen wurde nichts gespeichert; so steht er jetzt da:',
    takeTheirs: 'Diesen Stand übernehmen',
    saveOver: 'Meinen darüber speichern',
    lockTitle: (name: string) => `${name} aussperren?`,
    lockText:
      'Die Sitzungen enden sofort, und eine Anmeldung ist erst wieder möglich, wenn jemand sie zulässt. Was getan wurde, bleibt im Protokoll.',
    lockDone: (name: string) => `${name} ist ausgesperrt.`,
    letInDone: (name: string) => `${name} darf sich wieder anmelden.`,
    resetTitle: (name: string) => `Neues erstes Passwort für ${name}?`,
    resetText:
      'Das bisherige Passwort gilt nicht mehr, und die Sitzungen enden. Sie bekommen ein neues zum Weitergeben, einmal angezeigt.',
    endTitle: (name: string) => `Alle Sitzungen von ${name} beenden?`,
    endText: 'Die Person muss sich neu anmelden. Sonst ändert sich nichts.',
    endDone: (name: string) => `Alle Sitzungen von ${name} sind beendet.`,
    none: 'Es darf sich noch niemand anmelden',
    noneHelp: 'Legen Sie den ersten Zugang hier an, oder mit `lazaret operator add`.',
  },
} satisfies typeof english;
