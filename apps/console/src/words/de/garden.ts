import type { gardenWords as english } from '../en/garden.js';
import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');
const count = countIn('de-DE');

export const gardenWords = {
  title: 'Einschränkung',
  held: (n) => plural(n, { one: '# Anschluss eingeschränkt', other: '# Anschlüsse eingeschränkt' }),
  noNetwork: 'Kein Netz ist verbunden',
  noNetworkHelp:
    'Niemand ist eingeschränkt. Sobald die Konfiguration ein Netz und seine BNGs nennt, sehen Sie hier Schalter, Obergrenzen und jeden Aufenthalt.',
  running: 'Anschlüsse werden eingeschränkt, wie es die Regeln sagen.',
  stopped: (by, ago) => `Niemand wird neu eingeschränkt: angehalten von ${by} ${ago}.`,
  stoppedRest: 'Wer eingeschränkt ist, bleibt es bis zum Ende seiner Zeit.',
  releasing: (scope, by, ago) => `Alle werden freigegeben (${scope}): ${by}, ${ago}.`,
  scopeAll: 'das ganze Netz',
  resumeHalf: (by, ago) => `${by} hat ${ago} „Weiter“ gesagt. Eine zweite Person muss es auch sagen.`,
  resumeMine: 'Sie haben „Weiter“ gesagt. Eine zweite Person muss es auch sagen.',
  stop: 'Niemanden mehr aufnehmen',
  release: 'Alle freigeben',
  resume: 'Weiter',
  resumeAgree: 'Dem Weiter zustimmen',
  mayNot: 'Dafür braucht es das Recht, Schalter umzulegen.',
  notHere: 'Die Schalter liegen auf der Maschine des Workers: Benutzen Sie dort `lazaret garden`.',
  stopTitle: 'Niemanden mehr neu einschränken?',
  stopText:
    'Von jetzt an wird kein Anschluss neu eingeschränkt. Wer es schon ist, bleibt es bis zum Ende seiner Zeit. Eine Person genügt; um weiterzumachen, braucht es zwei.',
  releaseTitle: 'Alle freigeben?',
  releaseText:
    'Jeder eingeschränkte Anschluss wird geöffnet, und niemand wird neu eingeschränkt. Eine Person genügt, es wirkt sofort; um weiterzumachen, braucht es zwei.',
  releaseCount: (n) =>
    plural(n, { one: '# Anschluss wird geöffnet.', other: '# Anschlüsse werden geöffnet.' }),
  releaseWhere: 'Wo',
  resumeTitle: 'Weitermachen, wie es die Regeln sagen?',
  resumeFirst:
    'Zwei Personen müssen es sagen. Sie sind die erste: Es ändert sich nichts, bis hier jemand anderes zustimmt, innerhalb eines Tages.',
  resumeSecond: (by) =>
    `${by} hat es schon gesagt. Mit Ihnen sind es zwei: Von jetzt an werden Anschlüsse wieder eingeschränkt.`,
  resumeSame: 'Sie haben es schon gesagt. Jemand anderes muss zustimmen; bis dahin ändert sich nichts.',
  done: {
    'stop-new': 'Niemand wird neu eingeschränkt.',
    'release-all': 'Alle werden freigegeben.',
    resume: 'Gesagt. Es gilt, sobald zwei Personen es gesagt haben.',
  },
  resumed: 'Anschlüsse werden wieder eingeschränkt.',
  caps: 'Obergrenzen',
  capDay: 'Aufgenommen, letzte 24 Stunden',
  capHour: (nas) => `${nas}, letzte Stunde`,
  capHourNone: (most) => `Niemand in der letzten Stunde; höchstens ${count(most)} je BNG.`,
  used: (used, most) => `${count(used)} von ${count(most)}`,
  full: 'voll',
  obeys: 'Folgt das Netz?',
  drift: (n) =>
    plural(n, { one: '# Anschluss anders als gewollt', other: '# Anschlüsse anders als gewollt' }),
  noDrift: 'Überall so, wie wir es wollen',
  oldest: (span) => `Eine Freigabe wartet seit ${span}`,
  noOldest: 'Keine Freigabe wartet auf das Netz',
  showThem: 'zeigen',
  states: 'Zustände jetzt',
  statesNone: 'Niemand ist eingeschränkt.',
  list: 'Aufenthalte, die neuesten zuerst',
  none: 'Noch nie war jemand eingeschränkt',
  noneHelp:
    'Wenn die Regeln einen Anschluss einschränken, steht der Aufenthalt hier: was wir wollten, was das Netz sagte und wann es endete.',
  column: {
    line: 'Anschluss',
    case: 'Fall',
    wanted: 'Gewollt',
    actual: 'Das Netz sagt',
    nas: 'BNG',
    asked: 'Seit',
    ends: 'Endet',
    why: 'Geöffnet, weil',
  },
  wanted: { confined: 'eingeschränkt', open: 'offen' },
  differs: 'weicht ab',
  over: 'Vorbei',
  overs: { no: 'noch darin', yes: 'vorbei' },
  driftFilter: 'Übereinstimmung',
  driftYes: 'weicht ab',
  by: (who) => `durch ${who}`,
} satisfies typeof english;
