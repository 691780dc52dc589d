import { Injectable } from '@nestjs/common';

import type { Tx } from '@lazaret/platform';

import { conditionsOf, FACET_NAMES, FACETS, Values, type Facet, type ListedFilter } from './listed-filter.js';

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

export interface FacetCounts {
  /** That pass the whole filter. */
  readonly total: number;
  /** Of all that are not over, whatever the filter. */
  readonly open: number;
  readonly waitingForPerson: number;
  /** Each counts as if its own filter were not set; the most frequent first. */
  readonly facets: Readonly<Record<Facet, readonly FacetCount[]>>;
}

interface Row {
  readonly facet: Facet | 'total' | 'open' | 'waiting';
  readonly value: string | null;
  readonly count: number;
}

/** Values of one facet that are answered; the most frequent. */
const MOST_VALUES = 200;

/** How many cases there are of each kind. */
@Injectable()
export class CaseFacetsView {
  async count(tx: Tx, filter: ListedFilter): Promise<FacetCounts> {
    const values = new Values();
    const sql = countSql(filter, values);
    const rows = await tx.query<Row>(sql, values.list);
    const one = (facet: Row['facet']): number => rows.find((row) => row.facet === facet)?.count ?? 0;
    const of = (facet: Facet): FacetCount[] =>
      rows.flatMap(({ facet: name, value, count }) =>
        name === facet && value !== null ? [{ value, count }] : [],
      );
    return {
      total: one('total'),
      open: one('open'),
      waitingForPerson: one('waiting'),
      facets: Object.fromEntries(FACET_NAMES.map((facet) => [facet, of(facet)])) as unknown as Record<
        Facet,
        FacetCount[]
      >,
    };
  }
}

/**
 * How many rows look alike is known; only what is not the same for all of a kind has to be counted, in one scan. A kind gets
 * a bit for each facet whose filter it does not pass: one that misses a single filter still counts in that filter's facet,
 * one that misses two counts nowhere.
 */
function countSql(filter: ListedFilter, values: Values): string {
  const { facets, others } = conditionsOf(filter, values);
  const columns = FACET_NAMES.map((facet) => `l.${FACETS[facet]}`).join(', ');
  const bit = (facet: Facet): number => 1 << FACET_NAMES.indexOf(facet);
  const missed = [...facets].map(
    ([facet, condition]) => `(case when ${condition} then 0 else ${bit(facet)} end)`,
  );
  const passing =
    others.length === 0
      ? 'select l.kind, l.cases as passing from cases.kind l'
      : `select l.kind, count(*) as passing from cases.listed l where ${others.join(' and ')} group by l.kind`;
  const counted = FACET_NAMES.map(
    (facet) => `
    (select '${facet}' as facet, ${FACETS[facet]} as value, sum(passing)::bigint as count from kind
      where passing > 0 and missed & ${~bit(facet)} = 0 and ${FACETS[facet]} is not null
      group by 2 order by 3 desc, 2 limit ${MOST_VALUES})`,
  );
  return `
    with kind as materialized (
      select ${columns}, ${missed.join(' | ') || '0'} as missed, l.cases, coalesce(p.passing, 0) as passing
      from cases.kind l left join (${passing}) p on p.kind = l.kind where l.cases > 0
    )
    select 'total' as facet, null as value, coalesce(sum(passing), 0)::bigint as count from kind where missed = 0
    union all
    select 'open', null, coalesce(sum(cases), 0)::bigint from kind where state not in ('cleared', 'closed')
    union all
    select 'waiting', null, coalesce(sum(cases), 0)::bigint from kind where waits = 'person'
    union all ${counted.join(' union all ')}`;
}
