import type { CasePage } from '@lazaret/contracts';

import { sayBadge } from '../look/StateBadge.js';
import type { WhenProps } from '../look/When.js';
import type { Words } from '../words/words.js';
import { sayNext } from './say-case.js';

export interface Difference {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

type Sayings = Readonly<Record<string, string>>;

/** What is different between a case as it was seen and as it is now, in words. */
export function compareCases(
  before: CasePage,
  after: CasePage,
  words: Words,
  when: (at: string, as: NonNullable<WhenProps['as']>) => string,
): readonly Difference[] {
  const said = (it: CasePage): Sayings => ({
    [words.cases.column.state]: sayBadge(it.badge, it.badgeDays, words),
    [words.cases.column.waits]: words.terms.waits[it.waits],
    [words.cases.column.garden]: words.terms.garden[it.garden],
    [words.cases.column.next]: sayNext(it.next, words, when),
    [words.cases.column.why]: it.reason ?? words.cases.page.none,
    [words.cases.column.notes]: words.count(it.notes),
    [words.cases.column.sightings]: words.count(it.sightings),
  });
  const [was, is] = [said(before), said(after)];
  return Object.keys(is)
    .filter((title) => was[title] !== is[title])
    .map((title) => ({ title, before: was[title] ?? '', after: is[title] ?? '' }));
}
