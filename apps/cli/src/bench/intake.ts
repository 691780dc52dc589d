import { availableParallelism, totalmem } from 'node:os';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService, ReportArchive } from '@lazaret/feeds';
import { GivenAnswersView, LedgerService } from '@lazaret/ledger';
import { DecideStep, IntakeStep, type OpenHouse } from '@lazaret/pipeline';

import { bareCopy } from './bare-copy.js';
import { medians, type Figures } from './medians.js';
import { peakMemory } from './peak-memory.js';
import { FEED, loadProvider, NOW, type ProviderSize } from './provider.js';
import { REPORT_NAME, reportBytes } from './report.js';
import { inScratchHouse } from './scratch-house.js';
import { StatementWatch } from './statement-watch.js';

export interface IntakeBench extends ProviderSize {
  readonly rows: number;
  readonly runs: number;
  /** Also takes one more report whose statements are explained. */
  readonly explain: boolean;
}

/** Takes fresh reports through the whole path, each beside the bare COPY of its rows; answers medians over the runs. */
export async function benchIntake(
  bench: IntakeBench,
  tell: (text: string) => void,
): Promise<{ figures: object; plans: ReadonlyMap<string, string> }> {
  return inScratchHouse(tell, async (house) => {
    await loadProvider(house, bench, house.folder, tell);
    const watch = watchStatements(house);
    const runs: Figures[] = [];
    for (let run = 1; run <= bench.runs; run++) {
      const figures = await oneRun(house, bench, run, watch);
      tell(`run ${run}: ${JSON.stringify(medians([figures]))}`);
      runs.push(figures);
    }
    if (bench.explain) {
      watch.explainTo = house.log;
      await house.get(IntakeStep).take(await enter(house, bench, bench.runs + 1), NOW);
      await house.get(DecideStep).run(NOW);
    }
    const answers = await house.database.run((tx) => house.get(GivenAnswersView).outcomes(tx));
    const figures = {
      bench: 'intake',
      rows: bench.rows,
      lines: bench.lines,
      leases: bench.lines * bench.leasesPerLine,
      runs: bench.runs,
      ...medians(runs),
      answers: Object.fromEntries(answers.map(({ outcome, count }) => [outcome, count])),
      machine: await machine(house),
    };
    return { figures, plans: watch.plans };
  });
}

function watchStatements(house: OpenHouse): StatementWatch {
  const watch = new StatementWatch();
  watch.watch(house.get(FeedsService), 'store');
  watch.watch(house.get(LedgerService), 'correlate');
  watch.watch(house.get(DirectoryService), 'assign');
  watch.watch(house.get(LedgerService), 'conclude');
  for (const method of ['attach', 'due', 'record'] as const) watch.watch(house.get(CasesService), method);
  return watch;
}

async function oneRun(
  house: OpenHouse,
  bench: IntakeBench,
  run: number,
  watch: StatementWatch,
): Promise<Figures> {
  const intake = house.get(IntakeStep);
  const archived = await seconds(() => enter(house, bench, run));
  const report = archived.answer;
  const taken = await peakMemory(() => seconds(() => intake.take(report, NOW)));
  const decided = await seconds(() => decideAll(house.get(DecideStep)));
  const statements = watch.take();
  await replay(house, report);
  const again = await seconds(() => intake.take(report, NOW));
  watch.take();
  const { observed } = await house.database.run((tx) => house.get(FeedsService).report(tx, report));
  await replay(house, report);
  const bare = await bareCopy(house, report);
  const eventsPerSecond = bench.rows / (archived.seconds + taken.answer.seconds);
  const copyPerSecond = bare.rows / bare.copySeconds;
  return {
    events_per_s: eventsPerSecond,
    copy_events_per_s: copyPerSecond,
    ratio_to_copy: eventsPerSecond / copyPerSecond,
    parse_events_per_s: bare.rows / bare.parseSeconds,
    archive_s: archived.seconds,
    intake_s: taken.answer.seconds,
    decide_s: decided.seconds,
    ...Object.fromEntries(Object.entries(statements).map(([name, spent]) => [`${name}_s`, spent])),
    decide_cases: decided.answer,
    decide_cases_per_s: decided.answer / decided.seconds,
    reimport_new_rows: observed,
    reimport_events_per_s: bench.rows / again.seconds,
    peak_rss_mb: taken.megabytes,
  };
}

/** Turns until nothing is due; answers how many cases were decided. */
async function decideAll(decider: DecideStep): Promise<number> {
  let total = 0;
  for (;;) {
    const { cases } = await decider.run(NOW);
    if (cases === 0) return total;
    total += cases;
  }
}

async function replay(house: OpenHouse, report: number): Promise<void> {
  await house.database.run((tx) => house.get(FeedsService).replay(tx, report));
}

/** Archives the report of that run and enters it; answers its id. */
async function enter(house: OpenHouse, { rows, ...size }: IntakeBench, run: number): Promise<number> {
  const archived = await house.get(ReportArchive).put(reportBytes(rows, run, size));
  const report = { name: REPORT_NAME, address: 'bench', ...archived };
  return house.database.run(async (tx) => {
    const feeds = house.get(FeedsService);
    const { id } = await feeds.get(tx, FEED);
    const pulled = { reports: [report], cursors: [], unchanged: 0, problems: [] };
    const { newReports } = await feeds.recordPull(tx, id, pulled, NOW);
    return newReports[0] ?? 0;
  });
}

async function seconds<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly answer: T }> {
  const from = performance.now();
  const answer = await work();
  return { seconds: (performance.now() - from) / 1_000, answer };
}

async function machine({ database }: OpenHouse): Promise<object> {
  const [postgres] = await database.query<{ server_version: string }>('show server_version');
  return {
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    postgresql: postgres?.server_version,
  };
}
