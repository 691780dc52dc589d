import { Injectable } from '@nestjs/common';

import { LineCasesView, type LineCase } from '@lazaret/cases';
import { LineListView, type ListedLine } from '@lazaret/directory';
import { Letters } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import { sayingTo, type DeskSaying } from './desk-saying.js';
import { DESK_WORDS } from './desk-words.js';
import { FindLines, type Searched } from './find-lines.service.js';
import { sayHint } from './hint.js';

export interface SearchHit {
  readonly kind: 'case' | 'line' | 'report';
  /** What its page is called by. */
  readonly ref: string;
  readonly title: string;
  readonly detail: string;
}

export interface SearchAnswer {
  readonly understood: Searched;
  readonly hits: readonly SearchHit[];
  readonly hint: string | null;
}

const PURPOSE = 'desk.search';
/** Of one line, open or over. */
const CASES_A_LINE = 5;

/** One box for everything: whatever somebody pasted, the pages it leads to. */
@Injectable()
export class DeskSearch {
  constructor(
    private readonly finder: FindLines,
    private readonly lines: LineListView,
    private readonly cases: LineCasesView,
    private readonly letters: Letters,
  ) {}

  async search(tx: Tx, words: string, asking: Asking): Promise<SearchAnswer> {
    const fitting = await this.finder.find(tx, words, asking, { purpose: PURPOSE });
    const saying = sayingTo(this.letters.phrases, asking.by, asking.now);
    const hint = fitting.hint && sayHint(fitting.hint, saying.locale, saying.when);
    const ids = fitting.lines.map(({ lineId }) => lineId);
    const listed = ids.length === 0 ? [] : await this.lines.page(tx, { ids }, null, ids.length);
    const lineHits = listed.map((line) => lineHit(line, fitting.uncertain, saying));
    const cases = fitting.case ? [fitting.case] : await this.casesOf(tx, ids, fitting.understood);
    const caseHits = cases.map((one) => caseHit(one, saying));
    return { understood: fitting.understood, hits: [...caseHits, ...lineHits], hint };
  }

  /** Of one line its newest cases, of many only those that are open. */
  private async casesOf(
    tx: Tx,
    lineIds: readonly number[],
    understood: Searched,
  ): Promise<readonly LineCase[]> {
    if (lineIds.length === 0) return [];
    return understood === 'prefix' || lineIds.length > 1
      ? this.cases.open(tx, lineIds, 20)
      : this.cases.of(tx, lineIds, CASES_A_LINE);
  }
}

function lineHit(line: ListedLine, uncertain: boolean, { locale }: DeskSaying): SearchHit {
  const words = DESK_WORDS[locale];
  const detail = [
    ...(uncertain ? [words.held] : []),
    words.lineClass[line.class],
    ...(line.region === null ? [] : [line.region]),
    ...(line.protected && line.class !== 'protected' ? [words.protected] : []),
    words.openCases(line.openCases),
    words.garden[line.garden],
  ];
  return { kind: 'line', ref: line.ref, title: line.ref, detail: joined(detail) };
}

function caseHit(one: LineCase, { locale, when }: DeskSaying): SearchHit {
  const words = DESK_WORDS[locale];
  const detail = [
    words.class[one.class],
    ...(one.family === null ? [] : [one.family]),
    words.state[one.state],
    ...(one.lastSeenAt === null ? [] : [words.lastSeen(when(one.lastSeenAt))]),
  ];
  return { kind: 'case', ref: one.code, title: one.code, detail: joined(detail) };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
