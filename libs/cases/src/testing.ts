/** Makers for tests about cases. */
import type { Instant, Outcome } from '@lazaret/kernel';
import { fillBatch, only, openBatch, type BatchRow, type Database, type Tx } from '@lazaret/platform';

import { AttachRepository } from './attach.repository.js';
import type { CaseDecision, Recorded } from './case-decision.js';
import { CaseListView, type CaseLine } from './case-list.view.js';
import { CasePageView, type CasePage } from './case-page.view.js';
import type { CaseSnapshot } from './case-snapshot.js';
import { CasesService, type Attached } from './cases.service.js';
import { DecisionRepository } from './decision.repository.js';
import { DueRepository } from './due.repository.js';
import { ListedRepository } from './listed.repository.js';
import { TimelineRepository } from './timeline.repository.js';

/** A batch row as it reaches the cases: the earlier rooms have filled their columns. */
export interface CaseBatchRow extends BatchRow {
  readonly observationId: number | null;
  readonly outcome: Outcome | null;
  readonly lineId: number | null;
  readonly tenureId: number | null;
}

/** The service as Nest would build it. */
export function casesService(): CasesService {
  return new CasesService(
    new AttachRepository(),
    new DueRepository(),
    new DecisionRepository(),
    new TimelineRepository(),
    new ListedRepository(),
  );
}

/** An infected actor seen on 12 November 2026 at 09:00, of line and tenure 1; `n` makes it one of its kind. */
export function aCaseRow(n: number, given: Partial<CaseBatchRow> = {}): CaseBatchRow {
  return {
    n, feedId: 1, reportId: 1, reportLine: n + 2, reportType: 'event4_sinkhole',
    digest: `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`,
    seenAt: new Date('2026-11-12T09:00:00Z'), precisionMs: 1_000, receivedAt: new Date('2026-11-12T09:30:00Z'),
    address: '192.0.2.1', port: 40_000, protocol: 6, class: 'infected', role: 'actor', spoofable: false, severity: 4,
    taxonomy: 'malicious-code', type: 'infected-system', identifier: 'sinkhole', malware: 'avalanche', upstream: 'shadowserver',
    active: true, attributes: '{}', observationId: n + 1, outcome: 'line', lineId: 1, tenureId: 1,
    ...given,
  }; // prettier-ignore
}

/** Opens the batch of this transaction with rows that are ready for the cases. */
export async function aBatchInCases(tx: Tx, rows: readonly Partial<CaseBatchRow>[]): Promise<void> {
  const filled = rows.map((row, n) => aCaseRow(n, row));
  await openBatch(tx);
  await fillBatch(tx, filled);
  await tx.query(
    `update batch b set observation_id = r.observation_id, outcome = r.outcome, line_id = r.line_id, tenure_id = r.tenure_id
     from jsonb_to_recordset($1::jsonb) as r(n int, observation_id bigint, outcome text, line_id bigint, tenure_id bigint)
     where b.n = r.n`,
    [
      JSON.stringify(
        filled.map((r) => ({
          n: r.n,
          observation_id: r.observationId,
          outcome: r.outcome,
          line_id: r.lineId,
          tenure_id: r.tenureId,
        })),
      ),
    ],
  );
  await tx.query('analyze batch');
}

/** Lines for cases to refer to; their ids. Only tests write another room's table. */
export async function someLines(tx: Tx, count: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `insert into directory.line (ref, class, confinable, time_zone)
     select 'line-of-cases-' || gen_random_uuid(), 'residential', true, 'Europe/Vienna' from generate_series(1, $1::int)
     returning id`,
    [count],
  );
  return rows.map((row) => row.id);
}

/** The only case of a tenure that is neither cleared nor closed. */
export async function openCaseOf(
  tx: Tx,
  tenureId: number,
): Promise<{ id: number; code: string; version: number }> {
  return only(
    await tx.query<{ id: number; code: string; version: number }>(
      `select id, code, version from cases.case where tenure_id = $1 and state not in ('cleared', 'closed')`,
      [tenureId],
    ),
  );
}

/** A decision that leaves a case as it is and wakes it never. */
export function aDecision(
  of: Pick<CaseSnapshot, 'caseId' | 'version'>,
  given: Partial<CaseDecision> = {},
): CaseDecision {
  return {
    caseId: of.caseId,
    version: of.version,
    policyVersion: '2026-11-01',
    tier: 'watch',
    rule: 'infected.watch',
    reason: 'nothing to do yet',
    facts: { sightings: 1 },
    actions: [],
    state: 'watching',
    wakeAt: null,
    ...given,
  };
}

/** A line and who has it. */
export interface Home {
  readonly lineId: number;
  readonly tenureId: number;
}

/** Cases in a real database, each call a transaction of its own. Domain time stands at 10:00 unless given. */
export class SomeCases {
  readonly service = casesService();
  readonly now = new Date('2026-11-12T10:00:00Z');
  #tenures = 0;
  #observations = 0;

  private constructor(
    private readonly database: Database,
    private readonly lines: readonly number[],
  ) {}

  static async in(database: Database): Promise<SomeCases> {
    return new SomeCases(database, await database.run((tx) => someLines(tx, 5)));
  }

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.run(work);
  }

  /** A tenure nobody had before, of the line given or of the next one. */
  aHome(lineId?: number): Home {
    const tenureId = ++this.#tenures;
    return { lineId: lineId ?? this.lines[tenureId % this.lines.length] ?? 0, tenureId };
  }

  anObservation(): { observationId: number } {
    return { observationId: ++this.#observations };
  }

  /** Attaches a batch; `caseIds` are what it filled in, row by row. */
  async attach(
    rows: readonly Partial<CaseBatchRow>[],
    now: Instant = this.now,
  ): Promise<Attached & { readonly caseIds: readonly (number | null)[] }> {
    return this.run(async (tx) => {
      await aBatchInCases(tx, rows);
      const attached = await this.service.attach(tx, now);
      const filled = await tx.query<{ case_id: number | null }>('select case_id from batch order by n');
      return { ...attached, caseIds: filled.map((row) => row.case_id) };
    });
  }

  /** New observations of one home. */
  async see(home: Home, rows: readonly Partial<CaseBatchRow>[], now?: Instant): Promise<void> {
    await this.attach(rows.map((row) => ({ ...home, ...this.anObservation(), ...row })), now); // prettier-ignore
  }

  /** A home with an open case, due at `now`. */
  async aCase(
    rows: readonly Partial<CaseBatchRow>[] = [{}],
    now?: Instant,
  ): Promise<Home & { id: number; code: string }> {
    const home = this.aHome();
    await this.see(home, rows, now);
    const { id, code } = await this.run((tx) => openCaseOf(tx, home.tenureId));
    return { ...home, id, code };
  }

  /** All cases of a home, the oldest first. */
  async of(home: Home): Promise<CaseLine[]> {
    const { cases } = await this.run((tx) =>
      new CaseListView().page(tx, { lineId: home.lineId }, { limit: 500 }),
    );
    return cases.filter((line) => line.tenureId === home.tenureId).reverse();
  }

  show(code: string | undefined): Promise<CasePage> {
    return this.run((tx) => new CasePageView().show(tx, code ?? ''));
  }

  due(now: Instant = this.now, graceMs = 3_600_000, limit = 10_000): Promise<CaseSnapshot[]> {
    return this.run((tx) => this.service.due(tx, now, limit, graceMs));
  }

  async snapshot(caseId: number, now?: Instant, graceMs?: number): Promise<CaseSnapshot> {
    return only((await this.due(now, graceMs)).filter((snapshot) => snapshot.caseId === caseId));
  }

  /** Makes the newest case of a home that is not closed due, and decides it. */
  decide(
    { tenureId }: Pick<Home, 'tenureId'>,
    given: Partial<CaseDecision> = {},
    now: Instant = this.now,
  ): Promise<Recorded> {
    return this.run(async (tx) => {
      await this.service.touch(tx, { tenureIds: [tenureId] }, now);
      const due = (await this.service.due(tx, now, 10_000, 0)).filter((found) => found.tenureId === tenureId);
      const newest = due.sort((a, b) => b.caseId - a.caseId).slice(0, 1);
      return this.service.record(tx, [aDecision(only(newest), given)], now);
    });
  }
}
