import type { LineClass, Outcome, ThreatClass } from '@lazaret/kernel';

/** What happened so far. */
export interface Story {
  readonly now: Date;
  /** Is a worker still at it, or has none begun? Then the figures grow. */
  readonly working: boolean;
  readonly reports: readonly StoryReport[];
  readonly aside: readonly StoryAside[];
  /** How often the ledger gave which answer, the most frequent first. */
  readonly answers: readonly StoryAnswer[];
  /** The last opened first. */
  readonly cases: readonly StoryCase[];
}

export interface StoryReport {
  readonly name: string;
  readonly type: string;
  readonly receivedAt: Date;
  readonly rows: number;
  readonly duplicate: number;
  readonly rejected: number;
}

/** A row that could not be read. */
export interface StoryAside {
  readonly report: string;
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
}

export interface StoryAnswer {
  readonly outcome: Outcome;
  readonly count: number;
  /** One that got this answer, and the ledger's own words for it. */
  readonly example: { readonly who: string; readonly at: Date; readonly why: string } | null;
}

export interface StoryCase {
  readonly code: string;
  /** What was seen last: `mirai`, `dns-open-resolver`. */
  readonly what: string;
  readonly line: string;
  readonly lineClass: LineClass;
  readonly class: ThreatClass;
  readonly state: string;
  readonly sightings: number;
  readonly lastSeenAt: Date | null;
  readonly dueAt: Date | null;
  /** The last decision's, in words. */
  readonly reason: string;
}

/** Where a case stands, a little finer than its state. */
export function standing(one: {
  readonly state: string;
  readonly tier: string | null;
  readonly observing: boolean;
}): string {
  if (one.state === 'watching' && one.observing) return 'observing';
  return one.state === 'told' && one.tier === 'reminder' ? 'reminded' : one.state;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** How many share a word, the most frequent first. */
export function tally(words: readonly string[]): readonly (readonly [word: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** `most` of them, one of every kind before a second of any; the order of the kinds is the order they come in. */
export function pickVaried<T>(of: readonly T[], kind: (one: T) => string, most: number): T[] {
  const seen = new Map<string, number>();
  return of
    .map((one) => {
      const turn = (seen.get(kind(one)) ?? 0) + 1;
      seen.set(kind(one), turn);
      return { one, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .slice(0, most)
    .map(({ one }) => one);
}

/** The same for a terminal, in a few lines. */
export function storyText(story: Story, letters: number): string {
  const line = (n: number, text: string): string => `  ${n.toLocaleString('en').padStart(6)}  ${text}`;
  const aside = sum(story.reports.map((report) => report.rejected));
  const wide = Math.max(...story.answers.map((answer) => answer.outcome.length), 9);
  return [
    '',
    'What happened, from a feed to a letter:',
    line(
      sum(story.reports.map((report) => report.rows)),
      `rows in ${story.reports.length} reports, ${aside} of them put aside as unreadable`,
    ),
    ...story.answers.map(({ count, outcome, example }) =>
      line(count, `${outcome.padEnd(wide)}  ${example ? `${example.who}: ${example.why}` : ''}`),
    ),
    line(story.cases.length, 'cases, each decided with its reason'),
    line(letters, 'letters sent'),
  ].join('\n');
}
