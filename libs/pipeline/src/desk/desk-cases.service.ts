import { Injectable } from '@nestjs/common';

import {
  BADGES,
  CaseDeskView,
  CaseFacetsView,
  QuietDaysService,
  WAITS,
  type DeskRow,
  type Facet,
  type FacetCount,
  type FacetCounts,
  type ListedFilter,
  type ListedSort,
  type Neighbours,
  type Paged,
  type Paging,
} from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, THREAT_CLASSES, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { caseRow, type CaseRow } from './case-row.js';

/** As the API asks: a line by its own id, and times counted back from now. */
export interface AskedCases extends Omit<ListedFilter, 'lineId' | 'seenAfter' | 'openedAfter'> {
  readonly line?: string | undefined;
  readonly seenHours?: number | undefined;
  readonly openedHours?: number | undefined;
}

const HOUR_MS = 3_600_000;
/** Of what has no fixed set of values. */
const MOST = { family: 30, region: 100 } as const;
/** A line that is none has no cases. */
const NO_LINE = -1;
const FIXED: Readonly<Record<Exclude<Facet, keyof typeof MOST>, readonly string[]>> = {
  waits: WAITS,
  state: CASE_STATES,
  class: THREAT_CLASSES,
  lineClass: LINE_CLASSES,
  badge: BADGES,
  garden: GARDEN_STATES,
};

/** Cases as the desk lists them. */
@Injectable()
export class DeskCases {
  constructor(
    private readonly view: CaseDeskView,
    private readonly counts: CaseFacetsView,
    private readonly quietDays: QuietDaysService,
    private readonly directory: DirectoryService,
  ) {}

  /** @throws Refused for a place that no page gave */
  async page(
    tx: Tx,
    asked: AskedCases,
    sort: ListedSort,
    paging: Paging,
    now: Instant,
  ): Promise<Paged<CaseRow>> {
    const filter = await this.filterOf(tx, asked, now);
    const { rows, next } = await this.view.page(tx, filter, sort, paging, now);
    return { items: await this.show(tx, rows, now), next };
  }

  /** These cases, in the order of the ids. */
  async rows(tx: Tx, ids: readonly number[], now: Instant): Promise<CaseRow[]> {
    return this.show(tx, await this.view.rows(tx, ids, now), now);
  }

  /** Values without a case are there with 0, where all values are known. */
  async facets(tx: Tx, asked: AskedCases, now: Instant): Promise<FacetCounts> {
    const counted = await this.counts.count(tx, await this.filterOf(tx, asked, now));
    const { family, region, ...fixed } = counted.facets;
    const filled = Object.entries(fixed).map(([facet, values]) => [
      facet,
      filledUp(FIXED[facet as keyof typeof FIXED], values),
    ]);
    return {
      ...counted,
      facets: {
        ...(Object.fromEntries(filled) as Record<keyof typeof FIXED, FacetCount[]>),
        family: family.slice(0, MOST.family),
        region: region.slice(0, MOST.region),
      },
    };
  }

  /** @throws NotThere */
  async neighbours(
    tx: Tx,
    code: string,
    asked: AskedCases,
    sort: ListedSort,
    now: Instant,
  ): Promise<Neighbours> {
    const { id } = await this.view.find(tx, code);
    return this.view.neighbours(tx, id, await this.filterOf(tx, asked, now), sort);
  }

  /** The ids of all that match, at most `most`, as the list sorts them by itself. */
  async matching(tx: Tx, asked: AskedCases, most: number, now: Instant): Promise<number[]> {
    return this.view.matching(tx, await this.filterOf(tx, asked, now), 'waiting', most);
  }

  private async filterOf(
    tx: Tx,
    { line, seenHours, openedHours, ...filter }: AskedCases,
    now: Instant,
  ): Promise<ListedFilter> {
    const back = (hours: number | undefined): Instant | undefined =>
      hours === undefined ? undefined : new Date(now.getTime() - hours * HOUR_MS);
    const lineId =
      line === undefined ? undefined : ((await this.directory.findLine(tx, line))?.id ?? NO_LINE);
    return { ...filter, lineId, seenAfter: back(seenHours), openedAfter: back(openedHours) };
  }

  private async show(tx: Tx, rows: readonly DeskRow[], now: Instant): Promise<CaseRow[]> {
    const lines = await this.directory.lines(tx, [...new Set(rows.map(({ lineId }) => lineId))]);
    const clear = rows.filter(({ badge }) => badge === 'clear').map(({ id }) => id);
    const quiet = await this.quietDays.counted(tx, clear);
    return rows.map((row) => caseRow(row, lines.get(row.lineId)?.ref ?? '', quiet.get(row.id), now));
  }
}

/** All values in their own order, the missing ones with 0. */
function filledUp(values: readonly string[], counted: readonly FacetCount[]): FacetCount[] {
  const byValue = new Map(counted.map(({ value, count }) => [value, count]));
  return values.map((value) => ({ value, count: byValue.get(value) ?? 0 }));
}
