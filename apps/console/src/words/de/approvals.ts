import type { approvalWords as english } from '../en/approvals.js';
import { pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');

export const approvalWords = {
  title: 'Zustimmungen',
  waiting: (n: number) =>
    plural(n, { one: '# wartet auf eine zweite Person', other: '# warten auf eine zweite Person' }),
  help: 'Was jemandem schaden kann, braucht zwei: Eine Person fragt an, eine andere stimmt zu. Vorher geschieht nichts.',
  none: 'Nichts wartet auf eine zweite Person',
  noneHelp:
    'Will jemand einen Anschluss von Hand einschränken oder andere Regeln gelten lassen, steht es hier, bis eine andere Person zustimmt.',
  answered: 'Beantwortet',
  answeredNone: 'Es wurde noch nichts angefragt',
  answeredNoneHelp: 'Wozu zugestimmt wurde, was abgelehnt wurde oder verfiel, steht danach hier.',
  kind: {
    confine: 'Anschluss einschränken',
    'activate-policy': 'Regeln aktivieren',
    'raise-caps': 'Obergrenzen anheben',
  },
  happens: {
    confine:
      'Der Anschluss wird sofort eingeschränkt, wenn er es noch darf. Telefon und Notruf gehen immer, und es geht ein Schreiben hinaus.',
    'activate-policy': 'Diese Fassung gilt ab jetzt. Jeder offene Fall wird neu entschieden.',
    'raise-caps':
      'Ab jetzt dürfen mehr Anschlüsse eingeschränkt sein als bisher. Jeder offene Fall wird neu entschieden.',
  },
  declined: 'Es geschieht nichts. Wer angefragt hat, sieht warum.',
  withdrawn: 'Die Anfrage wird zurückgenommen, es geschieht nichts.',
  state: {
    open: 'Wartet',
    approved: 'Zugestimmt',
    declined: 'Abgelehnt',
    withdrawn: 'Zurückgenommen',
    expired: 'Verfallen',
  },
  asked: (by: string, ago: string) => `${by} fragte ${ago} an`,
  askedMine: (ago: string) => `von Ihnen angefragt ${ago}`,
  passes: (within: string) => `verfällt ${within}, wenn niemand antwortet`,
  mine: 'Sie haben angefragt, also muss eine zweite Person antworten.',
  mayNotKind: 'Wer zustimmt, muss es selbst tun dürfen; Ihre Rollen dürfen es nicht.',
  mayNot: 'Ihre Rollen dürfen hier lesen, nicht antworten.',
  agree: 'Zustimmen',
  decline: 'Ablehnen',
  withdraw: 'Zurücknehmen',
  agreeTitle: 'Zustimmen?',
  declineTitle: 'Ablehnen?',
  withdrawTitle: 'Zurücknehmen?',
  note: 'Ein Wort dazu',
  noteHint: 'Muss nicht sein. Andere lesen es im Protokoll.',
  declineWhy: 'Warum nicht?',
  declineHint: 'Wer angefragt hat, liest es, und es steht im Protokoll.',
  done: { approved: 'Zugestimmt und getan.', declined: 'Abgelehnt.', withdrawn: 'Zurückgenommen.' },
  openCase: 'Fall öffnen',
  openPolicy: 'Regeln öffnen',
  subject: {
    case: (line: string, code: string) => `Anschluss ${line}, Fall ${code}`,
    policy: (version: string) => `Regeln ${version}`,
  },
  column: { what: 'Was', about: 'Worum es geht', asked: 'Angefragt', outcome: 'Ausgang', why: 'Warum' },
  by: (name: string) => `von ${name}`,
  filter: 'Ausgang',
} satisfies typeof english;
