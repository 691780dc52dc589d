import type { LineClass, ThreatClass } from '@lazaret/kernel';
import { adviceIn, chooseAdvice, sayDay, sayExactly, sayKind, sayWhen, type Phrases } from '@lazaret/notices';
import type { AskedLast, Visit, VisitedCase, VisitedGarden } from '@lazaret/portal';

import { exactly, type Frame } from './page-frame.js';
import type { Peer } from './who-asks.js';
import type { Values } from './words.js';

const TITLE: Readonly<Record<ThreatClass, string>> = {
  infected: 'infectedTitle',
  vulnerable: 'vulnerableTitle',
  abusive: 'abusiveTitle',
};

/** The word of the button that says it is put right. */
export const CLEANED: Readonly<Record<ThreatClass, string>> = {
  infected: 'cleaned',
  vulnerable: 'closed',
  abusive: 'stopped',
};

export function titleOf(threat: ThreatClass, line: LineClass): string {
  return threat === 'infected' && line === 'business' ? 'businessTitle' : TITLE[threat];
}

/**
 * What the sentences of a page may fill in. What is not known is left out, and no sentence may ask for it.
 * @param form what became of the form just sent
 */
export function valuesOf(frame: Frame, visit: Visit, form: AskedLast | null): Values {
  const { case: told, garden, asked, now } = visit;
  const answerBy = garden && answeredBy(garden, form ?? asked);
  const when = (at: Date | null | undefined): string | undefined =>
    at === null || at === undefined ? undefined : sayWhen(at, now, frame.saying);
  return {
    ...frame.values,
    lastSeen: when(told?.lastSeenAt),
    askedWhen: when(asked?.at),
    openAskedWhen: when(garden?.openAskedAt),
    releasedWhen: when(garden?.releasedAt),
    ...(garden === null ? {} : { ends: sayDay(garden.endsAt, frame.saying) }),
    ...(answerBy === null ? {} : { answerDay: sayDay(answerBy, frame.saying) }),
    ...(told === null ? {} : { count: String(told.upstreams) }),
  };
}

/** A request that waits for a person lets the line out after so long, answered or not: the garden holds nobody longer. */
const UNANSWERED_MS = 24 * 3_600_000;

/** Until when a person has answered what was asked for, or the line is let out without; null where nobody waits. */
function answeredBy({ releaseWantedAt, endsAt }: VisitedGarden, asked: AskedLast | null): Date | null {
  const since = releaseWantedAt ?? (asked?.kind === 'not-me' ? asked.at : null);
  return since && new Date(Math.min(endsAt.getTime(), since.getTime() + UNANSWERED_MS));
}

/** The advice that the letters give as well. */
export function adviceFor(phrases: Phrases, told: VisitedCase): { advice: string; family: string | null } {
  if (told.advice !== null) return { advice: told.advice, family: told.family };
  return chooseAdvice(phrases.advice, {
    class: told.class,
    malware: told.malware,
    identifier: null,
    type: null,
  });
}

/** Which device it may be, and what to do about it, in the words of the letters. */
export function adviceParts(
  phrases: Phrases,
  { language }: Frame,
  told: VisitedCase,
): { guess: string; effort: string; steps: readonly { lead: string; rest: string }[]; after: string } {
  const { guess, effort, steps, after } = adviceIn(language, adviceFor(phrases, told).advice);
  return { guess, effort, steps, after };
}

/** What goes on as usual, and what is held back. */
export function worksOf(
  garden: VisitedGarden,
  television: boolean,
): readonly { word: string; held: boolean }[] {
  const works =
    garden.profile === 'leaky'
      ? ['worksCalls', television ? 'worksTelevisionAndMost' : 'worksMost']
      : ['worksCalls', ...(television ? ['worksTelevision'] : []), 'worksHelp'];
  return [
    ...works.map((word) => ({ word, held: false })),
    { word: garden.profile === 'leaky' ? 'heldLeaky' : 'heldStrict', held: true },
  ];
}

interface Fact {
  readonly label: string;
  readonly text: string;
  readonly word: string | null;
  readonly instant: string | null;
  readonly address: string | null;
  readonly port: string | null;
}

/** For technicians: their own address, never whom it spoke to. */
export function factsOf(
  phrases: Phrases,
  frame: Frame,
  told: VisitedCase,
  garden: VisitedGarden | null,
  peer: Peer | null,
): readonly Fact[] {
  const { advice, family } = adviceFor(phrases, told);
  const blank = { text: '', word: null, instant: null, address: null, port: null };
  const facts: Fact[] = [
    { ...blank, label: 'factKind', text: sayKind(frame.language, advice, family) },
    ...(peer === null
      ? []
      : [
          {
            ...blank,
            label: 'factAddress',
            address: peer.address,
            port: peer.port === null ? null : String(peer.port),
          },
        ]),
    ...(told.lastSeenAt === null
      ? []
      : [
          {
            ...blank,
            label: 'factLastSeen',
            text: sayExactly(told.lastSeenAt, frame.saying.format),
            instant: exactly(told.lastSeenAt),
          },
        ]),
    { ...blank, label: 'factLookFor', text: adviceIn(frame.language, advice).lookFor },
    ...(told.upstreams === 0
      ? []
      : [
          { ...blank, label: 'factCertainty', word: told.upstreams === 1 ? 'certaintyOne' : 'certaintyMany' },
        ]),
  ];
  if (garden?.state === 'confined')
    facts.push(
      {
        ...blank,
        label: 'factHeld',
        word: garden.profile === 'leaky' ? 'heldExactlyLeaky' : 'heldExactlyStrict',
      },
      { ...blank, label: 'factEnds', word: garden.releaseWantedAt === null ? 'endsExactly' : 'endsAnswered' },
    );
  return facts;
}
