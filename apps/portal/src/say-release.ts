import { chooseRelease, type Release } from '@lazaret/notices';
import type { AskedLast, VisitedGarden } from '@lazaret/portal';

/** What a page of a line that is open again says: why, what happens now, and what its people can do. */
interface Said {
  readonly why: string;
  readonly now: string;
  readonly then: 'helps' | 'steps' | null;
}

const OPEN: Readonly<Record<Release, Said>> = {
  cleaned: { why: 'releasedCleaned', now: 'nowQuiet', then: 'helps' },
  unanswered: { why: 'releasedUnanswered', now: 'nowQuiet', then: 'helps' },
  safety: { why: 'releasedSafety', now: 'nowAsk', then: 'steps' },
  appeal: { why: 'releasedAppeal', now: 'nowCompare', then: null },
  ended: { why: 'releasedEnded', now: 'nowWatch', then: 'steps' },
  ours: { why: 'releasedOurs', now: 'nowWatch', then: 'steps' },
  mistaken: { why: 'releasedMistaken', now: 'nowTooLittle', then: null },
};

/** Whoever cleaned is thanked; whoever did not is told what let the line out, and how the device gets well. */
export function sayOpen({ openWhy, releaseWantedWhy }: VisitedGarden): Said {
  return OPEN[chooseRelease(openWhy, releaseWantedWhy)];
}

/** One step of letting a line out. */
interface LogEntry {
  readonly word: string;
  readonly note: string;
  readonly done: boolean;
  readonly now: boolean;
}

/** What began it, what goes on, and what comes after. @param theirs the request that let the line out, if it was one */
export function sayOpening(garden: VisitedGarden, theirs: AskedLast | null): readonly LogEntry[] {
  const why = chooseRelease(garden.openWhy ?? theirs?.kind ?? null, garden.releaseWantedWhy);
  const begun = why === 'safety' ? 'logSafety' : why === 'cleaned' ? 'logCleaned' : 'logDecided';
  const later = why === 'safety' ? 'logAsk' : why === 'mistaken' ? 'logRecords' : 'logWatch';
  return [
    { word: begun, note: theirs === null ? 'logDecidedDone' : 'logDone', done: true, now: false },
    { word: 'logNetwork', note: 'logNetworkNote', done: false, now: true },
    { word: later, note: NOTES[later], done: false, now: false },
  ];
}

const NOTES = { logAsk: 'logAskNote', logRecords: 'logRecordsNote', logWatch: 'logWatchNote' } as const;
