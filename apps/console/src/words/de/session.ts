import type { sessionWords as english } from '../en/session.js';

export const sessionWords = {
  title: 'Anmelden',
  welcome: 'Melden Sie sich an, um zu sehen, was auf Sie wartet.',
  name: 'Name',
  password: 'Passwort',
  signIn: 'Anmelden',
  signingIn: 'Wird angemeldet',
  wrong:
    'Name und Passwort passen nicht zusammen. Sonst wurde nichts geprüft; bitte versuchen Sie es noch einmal.',
  locked: (at: string, span: string) =>
    `Zu viele Versuche. Bitte warten Sie zur Sicherheit bis ${at} Uhr (${span}) und versuchen Sie es dann erneut.`,
  lockedSoon:
    'Zu viele Versuche. Bitte warten Sie zur Sicherheit ein wenig und versuchen Sie es dann erneut.',
  ready: 'Sie können es jetzt wieder versuchen.',
  over: 'Ihre Sitzung ist zur Sicherheit beendet. Melden Sie sich an, dann sind Sie wieder dort, wo Sie waren.',
  forgot: 'Vergessen? Ihre Verwaltung kann Ihnen ein neues erstes Passwort geben.',
  changeTitle: 'Wählen Sie Ihr eigenes Passwort',
  changeWhy: 'Das erste Passwort hat jemand anders vergeben. Von nun an kennen nur Sie es.',
  current: 'Ihr jetziges Passwort',
  next: 'Neues Passwort',
  again: 'Neues Passwort, noch einmal',
  rule: 'Mindestens 12 Zeichen, sonst keine Vorgaben. Einige Wörter ergeben ein gutes.',
  unequal: 'Die beiden stimmen nicht überein.',
  tooShort: 'Bitte mindestens 12 Zeichen.',
  currentWrong: 'Das ist nicht Ihr jetziges Passwort.',
  change: 'Dieses Passwort behalten',
  changed: 'Ihr Passwort ist geändert. Ihre anderen Sitzungen sind beendet.',
  signOut: 'Abmelden',
  language: 'Sprache',
} satisfies typeof english;
