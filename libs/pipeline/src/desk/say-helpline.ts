import type { Instant, GardenProfile, LineClass, ThreatClass } from '@lazaret/kernel';
import { adviceIn, type Advice, type Release } from '@lazaret/notices';

import type { DeskLocale } from './asker.js';
import type { DeskSaying } from './desk-saying.js';
import type { HelpVerdict, Limited } from './judge-helpline.js';

/** Everything the answer says. */
export interface HelpWords {
  readonly verdict: HelpVerdict;
  readonly limited: Limited;
  readonly class: ThreatClass | null;
  readonly lineClass: LineClass;
  /** Key of the advice: that of the last letter, else what would be written now. */
  readonly advice: string;
  readonly profile: GardenProfile | null;
  readonly television: boolean;
  readonly protected: boolean;
  readonly since: Instant | null;
  readonly endsAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  readonly seenSinceRelease: boolean;
  /** When the newest letter about it left; null when none did. */
  readonly wroteAt: Instant | null;
  /** It came back. */
  readonly cameBack: boolean;
  /** What is told of the release; null where there was none. */
  readonly release: Release | null;
  /** What we had seen was not theirs. */
  readonly mistaken: boolean;
  readonly asked: {
    readonly kind: 'cleaned' | 'not-me' | 'call';
    readonly at: Instant;
    readonly releasesAt: Instant | null;
  } | null;
}

/** Two steps are what somebody remembers until the receiver is down; the letter and the page have them all. */
const SPOKEN_STEPS = 2;

/** Why, in one lay sentence or two, for whoever answers the telephone. Null: there is nothing to explain. */
export function sayWhy(words: HelpWords, saying: DeskSaying): string | null {
  const catalogue = SAYINGS[saying.locale];
  if (words.verdict === 'nothing') return words.class === null ? null : catalogue.untold;
  if (words.mistaken) return catalogue.whyMistaken;
  if (words.class === null) return null;
  const { guess } = adviceIn(saying.language, words.advice);
  const isOver = words.verdict === 'clear' || (words.verdict === 'released' && !words.seenSinceRelease);
  const seen = words.lastSeenAt === null ? [] : [catalogue.seen(saying.when(words.lastSeenAt))];
  const out = words.verdict === 'released' && words.release !== null ? [catalogue.released[words.release]] : [];
  return [
    (isOver ? catalogue.was : catalogue.is)[matterOf(words)],
    ...(isOver ? [] : [guess]),
    ...seen,
    ...out,
  ].join(' ');
} // prettier-ignore

/** What goes on while something is held back; null while nothing is. */
export function sayStillWorks(words: HelpWords, { language }: DeskSaying): string | null {
  if (words.limited === 'no' || words.profile === null) return null;
  const of = language.words;
  if (words.profile === 'leaky') return words.television ? of.worksLeakyAndTelevision : of.worksLeaky;
  return words.television ? of.worksStrictAndTelevision : of.worksStrict;
}

/** What to tell the caller, in whole sentences that can be read out. It gives the advice that letters and pages give. */
export function sayToCaller(words: HelpWords, saying: DeskSaying): string {
  const catalogue = SAYINGS[saying.locale];
  const advice = adviceIn(saying.language, words.advice);
  const matter = words.class === null ? [] : [catalogue.theirs[matterOf(words)], advice.guess];
  const steps = words.class === null ? [] : [stepsOf(advice, catalogue)];
  const wrote = words.wroteAt === null ? [] : [catalogue.wrote(saying.day(words.wroteAt), words.cameBack)];
  const sentences = (): readonly string[] => {
    switch (words.verdict) {
      case 'limited':
        return limited(words, saying, matter, steps);
      case 'told':
        return [catalogue.worksAsBefore, ...matter, ...wrote, ...steps, catalogue.weWrite];
      case 'released':
        return released(words, saying, steps);
      case 'clear':
        return words.mistaken
          ? [catalogue.mistaken, catalogue.sorry, catalogue.doNothing]
          : [
              catalogue.clear(words.lastSeenAt === null ? null : saying.when(words.lastSeenAt)),
              catalogue.doNothing,
              catalogue.plugIn,
            ];
      case 'nothing':
        return [catalogue.nothing, catalogue.otherCause, catalogue.notOurs];
    }
  };
  const safe = words.protected && words.limited === 'no' ? [catalogue.noted] : [];
  return [...sentences(), ...safe].join(' ');
}

function limited(
  words: HelpWords,
  { locale, language, when }: DeskSaying,
  matter: readonly string[],
  steps: readonly string[],
): readonly string[] {
  const catalogue = SAYINGS[locale];
  const { asked } = words;
  const request =
    asked === null
      ? []
      : [
          catalogue.asked[asked.kind](when(asked.at)),
          ...(asked.releasesAt === null ? [] : [catalogue.byItself(when(asked.releasesAt))]),
        ];
  switch (words.limited) {
    case 'yes': {
      const held = words.profile === 'strict' ? language.words.heldStrict : language.words.heldLeaky;
      return [catalogue.notBroken, ...matter, held, ...steps, ...request, catalogue.canOpen];
    }
    case 'ending':
      return [catalogue.opening, catalogue.ifNotOpen];
    case 'unsure':
      return [catalogue.unsure, ...matter, ...steps, ...request];
    case 'asked':
    case 'no':
      return [catalogue.notConfirmed, ...matter, ...steps, ...request, catalogue.canKeepOpen];
  }
}

function released(
  words: HelpWords,
  { locale, when }: DeskSaying,
  steps: readonly string[],
): readonly string[] {
  const catalogue = SAYINGS[locale];
  const open = catalogue.open(words.since === null ? null : when(words.since));
  if (words.mistaken) return [open, catalogue.partMistaken, catalogue.sorry, catalogue.doNothing];
  const seen =
    words.seenSinceRelease && words.lastSeenAt !== null
      ? [catalogue.seenAgain(when(words.lastSeenAt)), ...steps]
      : [catalogue.notSeen, ...(words.release === 'cleaned' ? [catalogue.thanks] : [])];
  return [open, ...seen, catalogue.restart];
}

function stepsOf({ steps }: Advice, { please }: Sayings): string {
  // A lead with a colon is a heading in print; spoken, the sentence after it is enough.
  const spoken = steps
    .slice(0, SPOKEN_STEPS)
    .map(({ lead, rest }) => (lead.endsWith(':') ? rest : `${lead} ${rest}`));
  return [please, ...spoken].join(' ');
}

type MatterName = 'home' | 'network' | 'vulnerable' | 'abusive';

function matterOf({ class: threat, lineClass }: HelpWords): MatterName {
  if (threat === 'vulnerable' || threat === 'abusive') return threat;
  return lineClass === 'business' ? 'network' : 'home';
}

interface Sayings {
  /** To whoever answers the telephone. */
  readonly is: Readonly<Record<MatterName, string>>;
  readonly was: Readonly<Record<MatterName, string>>;
  readonly seen: (when: string) => string;
  readonly released: Readonly<Record<Release, string>>;
  readonly untold: string;
  readonly whyMistaken: string;
  /** To the caller. */
  readonly theirs: Readonly<Record<MatterName, string>>;
  readonly please: string;
  readonly notBroken: string;
  readonly canOpen: string;
  readonly asked: Readonly<Record<'cleaned' | 'not-me' | 'call', (when: string) => string>>;
  readonly byItself: (when: string) => string;
  readonly opening: string;
  readonly ifNotOpen: string;
  readonly unsure: string;
  readonly notConfirmed: string;
  readonly canKeepOpen: string;
  readonly worksAsBefore: string;
  readonly wrote: (day: string, cameBack: boolean) => string;
  readonly weWrite: string;
  readonly open: (when: string | null) => string;
  readonly seenAgain: (when: string) => string;
  readonly notSeen: string;
  readonly thanks: string;
  readonly restart: string;
  readonly partMistaken: string;
  readonly mistaken: string;
  readonly sorry: string;
  readonly doNothing: string;
  readonly clear: (when: string | null) => string;
  readonly plugIn: string;
  readonly nothing: string;
  readonly otherCause: string;
  readonly notOurs: string;
  readonly noted: string;
}

const SAYINGS: Readonly<Record<DeskLocale, Sayings>> = {
  en: {
    is: {
      home: 'A device in this home is being misused by others.',
      network: 'A device in this network is being misused by others.',
      vulnerable: 'A device on this line is open to strangers.',
      abusive: 'This line is being used to disturb others.',
    },
    was: {
      home: 'A device in this home was being misused by others.',
      network: 'A device in this network was being misused by others.',
      vulnerable: 'A device on this line was open to strangers.',
      abusive: 'This line was being used to disturb others.',
    },
    seen: (when) => `It was last seen ${when}.`,
    released: {
      cleaned: 'Opened because they told us that it is put right.',
      safety: 'Opened because health, an alarm or someone’s safety depends on it.',
      unanswered: 'Opened because nobody of us had answered within a day.',
      appeal: 'Opened because nobody of us had looked at “this is not me” within a day.',
      ended: 'Opened because the days for which anything is held back were over.',
      mistaken: 'Opened because part of the evidence was not theirs.',
      ours: 'Opened because we decided so.',
    },
    untold: 'Something is being watched on this line. Nobody has been told yet, so please do not bring it up.',
    whyMistaken: 'What was seen did not come from this line. The mistake was ours.',
    theirs: {
      home: 'A device in your home is being misused by others.',
      network: 'A device in your network is being misused by others.',
      vulnerable: 'A device on your connection is open to strangers.',
      abusive: 'Your connection is being used to disturb others.',
    },
    please: 'Please do this:',
    notBroken: 'Your connection is not broken.',
    canOpen: 'I can open your connection now.',
    asked: {
      cleaned: (when) => `You told us ${when} that it is put right.`,
      'not-me': (when) => `You told us ${when} that this is not you, and a person looks at it.`,
      call: (when) => `You asked us ${when} to call you.`,
    },
    byItself: (when) => `If nobody of us answers, it opens by itself ${when}.`,
    opening: 'We are opening your connection at this moment. That usually takes about a minute.',
    ifNotOpen: 'If something still does not work in five minutes, please start your router again, and call us once more if that is not enough.',
    unsure: 'The network does not tell us at the moment whether anything is held back on your connection. To be sure, I can have it opened now.',
    notConfirmed: 'As far as we know, nothing is held back on your connection at this moment.',
    canKeepOpen: 'If something does not work, tell me, and I see to it that nothing is held back.',
    worksAsBefore: 'We hold nothing back, and your connection works as before.',
    wrote: (day, cameBack) => (cameBack ? `We wrote to you on ${day}, but our letter came back.` : `We wrote to you about it on ${day}.`),
    weWrite: 'When we no longer see it, we write and say so.',
    open: (when) => (when === null ? 'Your connection is open again, and nothing is held back.' : `Your connection was opened again ${when}, and nothing is held back.`),
    seenAgain: (when) => `But we have seen signs of it again since then, last ${when}.`,
    notSeen: 'We have not seen it since then.',
    thanks: 'Thank you for looking after it.',
    restart: 'If something still does not work, please start the device or your router again.',
    partMistaken: 'Part of what we went by did not come from your connection.',
    mistaken: 'Our letter was a mistake: what we saw did not come from your connection.',
    sorry: 'We are sorry, the mistake was ours.',
    doNothing: 'You need not do anything, and nothing is held back.',
    clear: (when) => (when === null ? 'We no longer see it.' : `We no longer see it: the last sign reached us ${when}, and all has been quiet since.`),
    plugIn: 'If you unplugged a device for this: before you plug it in again, update its software and change its password.',
    nothing: 'We hold nothing back on your connection, and we have sent you nothing in the last 30 days.',
    otherCause: 'If something does not work, it has another cause, and I pass you on to our technical help.',
    notOurs: 'If you got a message about an infected device in that time, it was not from us: please do nothing it says.',
    noted: 'We have noted that health or safety depends on your connection, so nothing is held back on it.',
  },
  de: {
    is: {
      home: 'Ein Gerät in diesem Haushalt wird von anderen missbraucht.',
      network: 'Ein Gerät in diesem Netz wird von anderen missbraucht.',
      vulnerable: 'Ein Gerät an diesem Anschluss steht Fremden offen.',
      abusive: 'Über diesen Anschluss werden andere gestört.',
    },
    was: {
      home: 'Ein Gerät in diesem Haushalt wurde von anderen missbraucht.',
      network: 'Ein Gerät in diesem Netz wurde von anderen missbraucht.',
      vulnerable: 'Ein Gerät an diesem Anschluss stand Fremden offen.',
      abusive: 'Über diesen Anschluss wurden andere gestört.',
    },
    seen: (when) => `Zuletzt gesehen wurde es ${when}.`,
    released: {
      cleaned: 'Geöffnet, weil uns gesagt wurde, dass es behoben ist.',
      safety: 'Geöffnet, weil Gesundheit, ein Alarm oder die Sicherheit eines Menschen davon abhängt.',
      unanswered: 'Geöffnet, weil von uns einen Tag lang niemand geantwortet hat.',
      appeal: 'Geöffnet, weil von uns einen Tag lang niemand „Das bin ich nicht“ geprüft hat.',
      ended: 'Geöffnet, weil die Tage vorbei waren, für die wir etwas zurückhalten.',
      mistaken: 'Geöffnet, weil ein Teil der Hinweise nicht von diesem Anschluss kam.',
      ours: 'Geöffnet, weil wir es so entschieden haben.',
    },
    untold: 'An diesem Anschluss wird etwas beobachtet. Mitgeteilt wurde es noch niemandem, sprechen Sie es bitte nicht an.',
    whyMistaken: 'Was gesehen wurde, kam nicht von diesem Anschluss. Der Irrtum lag bei uns.',
    theirs: {
      home: 'Ein Gerät bei Ihnen zu Hause wird von anderen missbraucht.',
      network: 'Ein Gerät in Ihrem Netz wird von anderen missbraucht.',
      vulnerable: 'Ein Gerät an Ihrem Anschluss steht Fremden offen.',
      abusive: 'Über Ihren Anschluss werden andere gestört.',
    },
    please: 'Bitte gehen Sie so vor:',
    notBroken: 'Ihr Anschluss ist nicht defekt.',
    canOpen: 'Ich kann Ihren Anschluss jetzt wieder öffnen.',
    asked: {
      cleaned: (when) => `Sie haben uns ${when} gesagt, dass es behoben ist.`,
      'not-me': (when) => `Sie haben uns ${when} gesagt, dass Sie das nicht sind, und ein Mensch sieht es sich an.`,
      call: (when) => `Sie haben uns ${when} um einen Anruf gebeten.`,
    },
    byItself: (when) => `Antwortet niemand von uns, öffnet er sich ${when} von selbst.`,
    opening: 'Wir öffnen Ihren Anschluss gerade. Das dauert meist etwa eine Minute.',
    ifNotOpen: 'Geht in fünf Minuten etwas noch nicht, starten Sie bitte Ihren Router neu, und rufen Sie noch einmal an, wenn das nicht reicht.',
    unsure: 'Das Netz sagt uns im Moment nicht, ob an Ihrem Anschluss etwas zurückgehalten wird. Zur Sicherheit kann ich ihn jetzt öffnen lassen.',
    notConfirmed: 'Soweit wir wissen, wird an Ihrem Anschluss im Moment nichts zurückgehalten.',
    canKeepOpen: 'Geht etwas nicht, sagen Sie es mir, und ich sorge dafür, dass nichts zurückgehalten wird.',
    worksAsBefore: 'Wir halten nichts zurück, und Ihr Anschluss geht wie bisher.',
    wrote: (day, cameBack) => (cameBack ? `Wir haben Ihnen am ${day} geschrieben, aber unser Brief kam zurück.` : `Wir haben Ihnen deswegen am ${day} geschrieben.`),
    weWrite: 'Wenn wir nichts mehr sehen, schreiben wir Ihnen das.',
    open: (when) => (when === null ? 'Ihr Anschluss ist wieder offen, und es wird nichts zurückgehalten.' : `Ihr Anschluss wurde ${when} wieder geöffnet, und es wird nichts zurückgehalten.`),
    seenAgain: (when) => `Wir haben aber seitdem wieder Anzeichen gesehen, zuletzt ${when}.`,
    notSeen: 'Seitdem haben wir nichts mehr gesehen.',
    thanks: 'Danke, dass Sie sich gekümmert haben.',
    restart: 'Geht etwas noch nicht, starten Sie bitte das Gerät oder Ihren Router neu.',
    partMistaken: 'Ein Teil dessen, wonach wir uns gerichtet haben, kam nicht von Ihrem Anschluss.',
    mistaken: 'Unser Brief war ein Irrtum: Was wir sahen, kam nicht von Ihrem Anschluss.',
    sorry: 'Es tut uns leid, der Irrtum lag bei uns.',
    doNothing: 'Sie müssen nichts tun, und es wird nichts zurückgehalten.',
    clear: (when) => (when === null ? 'Wir sehen es nicht mehr.' : `Wir sehen es nicht mehr: Das letzte Anzeichen erreichte uns ${when}, seitdem ist alles still.`),
    plugIn: 'Haben Sie dafür ein Gerät ausgesteckt, aktualisieren Sie bitte seine Software und ändern Sie sein Passwort, bevor Sie es wieder einstecken.',
    nothing: 'Wir halten an Ihrem Anschluss nichts zurück, und wir haben Ihnen in den letzten 30 Tagen nichts geschickt.',
    otherCause: 'Wenn etwas nicht geht, hat es einen anderen Grund, und ich verbinde Sie mit unserer Technik.',
    notOurs: 'Haben Sie in dieser Zeit eine Nachricht über ein infiziertes Gerät bekommen, war sie nicht von uns: Tun Sie bitte nichts, was darin steht.',
    noted: 'Wir haben vermerkt, dass Gesundheit oder Sicherheit an Ihrem Anschluss hängt, deshalb wird dort nichts zurückgehalten.',
  },
}; // prettier-ignore
