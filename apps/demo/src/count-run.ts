import { createHash } from 'node:crypto';

import type { OpenHouse } from '@lazaret/pipeline';

import type { Conductor } from './conductor.js';
import type { MailSink } from './mail/mail-sink.js';

type Tally = Readonly<Record<string, number>>;

/** What came of a run, in figures. */
export interface RunCounts {
  readonly lines: number;
  readonly accounting_records: number;
  readonly stops: number;
  readonly reports: number;
  readonly rows: number;
  readonly put_aside: number;
  readonly observations: number;
  readonly answers: Tally;
  readonly cases: Tally;
  readonly closed: Tally;
  readonly notices: Readonly<Record<string, Tally>>;
  readonly letters: number;
  readonly confinements: number;
  readonly stays: Tally;
  readonly releases: Tally;
  readonly self_releases: number;
  readonly requests: Readonly<Record<string, Tally>>;
  readonly visits: Tally;
  /** What a person of the desk was asked, in the policy's words. */
  readonly desk: Tally;
  readonly decisions: number;
  readonly decisions_digest: string;
}

const PAGE = 5_000;

/** Reads the whole house once, at the end. Nothing in it names a person. */
export async function countRun(
  { database }: OpenHouse,
  conductor: Conductor,
  mail: MailSink,
): Promise<RunCounts> {
  const rows = <Row extends object>(sql: string): Promise<Row[]> => database.query<Row>(sql);
  const tally = async (sql: string): Promise<Tally> =>
    Object.fromEntries((await rows<{ what: string; n: number }>(sql)).map(({ what, n }) => [what, n]));
  const nested = async (sql: string): Promise<Record<string, Tally>> => {
    const all: Record<string, Record<string, number>> = {};
    for (const { what, state, n } of await rows<{ what: string; state: string; n: number }>(sql))
      all[what] = { ...all[what], [state]: n };
    return all;
  };
  const [reports] = await rows<{ reports: number; rows: number; rejected: number; observed: number }>(
    `select count(*)::int as reports, sum(rows)::int as rows, sum(rejected)::int as rejected, sum(observed)::int as observed
       from feeds.report`,
  );
  const [lines] = await rows<{ n: number }>('select count(*)::int as n from directory.line');
  const stays = await tally(
    'select state as what, count(*)::int as n from garden.confinement group by 1 order by 1',
  );
  const releases = await tally(
    `select open_why as what, count(*)::int as n from garden.confinement where open_why is not null group by 1 order by 1`,
  );
  return {
    lines: lines?.n ?? 0,
    accounting_records: conductor.records,
    stops: conductor.stops,
    reports: reports?.reports ?? 0,
    rows: reports?.rows ?? 0,
    put_aside: reports?.rejected ?? 0,
    observations: reports?.observed ?? 0,
    answers: await tally(
      'select outcome as what, count(*)::int as n from ledger.attribution group by 1 order by 1',
    ),
    cases: await tally('select state as what, count(*)::int as n from cases.case group by 1 order by 1'),
    closed: await tally(
      `select close_reason as what, count(*)::int as n from cases.case where close_reason is not null group by 1 order by 1`,
    ),
    notices: await nested(
      'select template as what, state, count(*)::int as n from notices.notice group by 1, 2 order by 1, 2',
    ),
    letters: mail.mails.length,
    confinements: Object.values(stays).reduce((sum, n) => sum + n, 0),
    stays,
    releases,
    self_releases: releases['cleaned'] ?? 0,
    requests: await nested(
      `select kind as what, coalesce(outcome, 'waiting') as state, count(*)::int as n from portal.request
        group by 1, 2 order by 1, 2`,
    ),
    visits: Object.fromEntries([...conductor.visits].sort(([a], [b]) => (a < b ? -1 : 1))),
    desk: await tally(
      `select a ->> 'why' as what, count(*)::int as n from cases.decision d cross join jsonb_array_elements(d.actions) a
        where a ->> 'kind' = 'ask-desk' group by 1 order by 1`,
    ),
    ...(await digest(database)),
  };
}

/**
 * SHA-256 over every decision, by instant, line and class; of several at one instant in the order they were taken. Ids,
 * codes and digests of facts are drawn anew in every run and are no part of it.
 */
async function digest(
  database: OpenHouse['database'],
): Promise<Pick<RunCounts, 'decisions' | 'decisions_digest'>> {
  const hash = createHash('sha256');
  let decisions = 0;
  for (
    let page = await decisionsFrom(database, 0);
    page.length > 0;
    page = await decisionsFrom(database, decisions)
  ) {
    for (const { text } of page) hash.update(`${text}\n`);
    decisions += page.length;
  }
  return { decisions, decisions_digest: hash.digest('hex') };
}

async function decisionsFrom(database: OpenHouse['database'], offset: number): Promise<{ text: string }[]> {
  return database.query<{ text: string }>(
    `select concat_ws('|', d.at at time zone 'UTC', l.ref, c.class, d.rule, d.state, d.actions::text) as text
       from cases.decision d join cases.case c on c.id = d.case_id join directory.line l on l.id = c.line_id
      order by d.at, l.ref, c.class, d.id offset $1 limit $2`,
    [offset, PAGE],
  );
}
