import type { policyWords as english } from '../en/policy.js';
import { countIn, pluralIn } from '../plural.js';

const plural = pluralIn('de-DE');
const count = countIn('de-DE');

export const policyWords = {
  title: 'Regeln',
  decides: (label) => `${label} entscheidet`,
  versions: 'Fassungen, die neuesten zuerst',
  none: 'Noch keine Fassung aufbewahrt',
  noneHelp:
    'Die Regeln sagen, wann jemand benachrichtigt wird, wann ein Anschluss eingeschränkt werden darf und wann ein Fall endet. Beim ersten Start wird die mitgelieferte Fassung hier aufbewahrt.',
  column: { label: 'Fassung', state: 'Stand', kept: 'Aufbewahrt', active: 'Entscheidet seit' },
  active: 'Entscheidet',
  notActive: 'Aufbewahrt',
  by: (who) => `von ${who}`,
  caps: 'Obergrenzen der Einschränkung',
  perDay: 'Anschlüsse in 24 Stunden',
  perHour: 'Anschlüsse je BNG und Stunde',
  facts: 'Fassung',
  created: 'Aufbewahrt',
  activated: 'Entscheidet seit',
  digest: 'SHA-256',
  text: 'Text',
  whole: 'Ganz',
  differences: 'Gegen die geltende',
  same: 'Der Text ist derselbe wie der geltende.',
  tooLong: 'Es weicht zu viel ab, um es zeilenweise zu zeigen.',
  unchanged: (n) => plural(n, { one: '# Zeile unverändert', other: '# Zeilen unverändert' }),
  put: 'Neue Fassung',
  putTitle: 'Neue Fassung',
  putHelp:
    'Ändern Sie den Text und bewahren Sie ihn auf. Nichts wird anders entschieden, bis zwei Personen einig sind: Sie fragen, jemand anderes stimmt zu.',
  putField: 'Regeln als YAML',
  keep: 'Diese Fassung aufbewahren',
  kept: (label) => `${label} ist aufbewahrt. Sie entscheidet noch nicht.`,
  problems: (n) =>
    plural(n, { one: '# Problem; nichts wurde aufbewahrt', other: '# Probleme; nichts wurde aufbewahrt' }),
  toLine: (line) => `Zeile ${count(line)}`,
  ask: 'Aktivierung erbitten',
  askTitle: (label) => `Soll ${label} entscheiden?`,
  askText:
    'Eine zweite Person muss unter „Zustimmungen“ zustimmen. Bis dahin entscheidet die jetzige Fassung.',
  askCaps: 'Sie hebt die Obergrenzen der Einschränkung an. Wer zustimmt, braucht das Recht dazu.',
  asked: 'Erbeten. Eine zweite Person muss unter „Zustimmungen“ zustimmen.',
  mayNot: 'Dafür braucht es das Recht, Regeln vorzuschlagen.',
  alreadyActive: 'Sie entscheidet schon.',
  back: 'Regeln',
} satisfies typeof english;
