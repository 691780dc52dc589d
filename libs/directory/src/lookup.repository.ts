import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Purpose } from './contact.repository.js';
import type { Datum, LineId, TenureId } from './words.js';

/** A line somebody had at the instant asked for. */
export interface FoundLine {
  readonly lineId: LineId;
  readonly ref: string;
  readonly tenureId: TenureId;
}

/** How many lines one customer, number or address may lead to; a hotel's owner may have more. */
const MOST_LINES = 20;

/** Who gave one number or address. Bounded also for the planner, which would else read every tenure. */
const MOST_PEOPLE = 50;

/** From what somebody says of himself to his lines. Every question is written down in the statement that answers it. */
@Injectable()
export class LookupRepository {
  /** @param at whose it was then: at most {@link MOST_LINES} lines, in the order of their refs */
  async linesOf(tx: Tx, datum: Datum, value: string, at: Instant, why: Purpose): Promise<FoundLine[]> {
    return tx.query<FoundLine>(
      `with who as materialized (${WHO[datum]} limit ${MOST_PEOPLE}),
       asked as (
         select l.id as line_id, l.ref, t.id as tenure_id
           from (select distinct id from who) o
           join directory.tenure t on t.subscriber_id = o.id and t.valid_from <= $2 and (t.valid_to is null or $2 < t.valid_to)
           join directory.line l on l.id = t.line_id
          order by l.ref limit ${MOST_LINES}),
       noted as (
         insert into directory.lookup (at, actor, purpose, kind, datum, line_id, tenure_id, found)
         select $3::timestamptz, $4, $5, 'search', $6, line_id, tenure_id, true from asked
         union all select $3, $4, $5, 'search', $6, null::bigint, null::bigint, false where not exists (select from asked))
       select line_id as "lineId", ref, tenure_id as "tenureId" from asked order by ref`,
      [value, at, why.now, why.actor, why.purpose, datum],
    );
  }

  /** How often an actor looked at a person since an instant of real time. Looks that found nobody count too. */
  async looks(tx: Tx, actor: string, since: Instant): Promise<number> {
    const [row] = await tx.query<{ looks: number }>(
      `select count(distinct noted_at) as looks from directory.lookup where actor = $1 and noted_at >= $2`,
      [actor, since],
    );
    return row?.looks ?? 0;
  }
}

const DIGITS = `ltrim(value, '+0')`;
const ASKED = `ltrim($1, '+0')`;

const WHO: Readonly<Record<Datum, string>> = {
  customer: 'select id from directory.subscriber where ref in ($1, upper($1))',
  email: `select subscriber_id as id from directory.contact where channel = 'email' and lower(value) = lower($1)`,
  // One of the two may lack its country: then it is the end of the other, which has one to three digits more.
  phone: `
    select subscriber_id as id from directory.contact
     where channel = 'phone' and right(value, 6) = right($1, 6)
       and case when value like '+%' and $1 like '+%' then value = $1
                when $1 like '+%' then right(${ASKED}, length(${DIGITS})) = ${DIGITS} and length(${ASKED}) - length(${DIGITS}) <= 3
                when value like '+%' then right(${DIGITS}, length(${ASKED})) = ${ASKED} and length(${DIGITS}) - length(${ASKED}) <= 3
                else ${DIGITS} = ${ASKED} end`,
};
