import { availableParallelism, totalmem } from 'node:os';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService, ReportArchive } from '@lazaret/feeds';
import { GivenAnswersView, LedgerService } from '@lazaret/ledger';
import { DecideStep, IntakeStep, type OpenHouse } from '@lazaret/pipeline';

import { bareCopy } from './bare-copy.js';
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

type Figures = Readonly<Record<string, number>>;

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
      runs.push(await oneRun(house, bench, run, watch));
      tell(`run ${run}: ${JSON.stringify(runs.at(-1))}`);
    }
    if (bench.explain) {
      watch.explainTo = house.log;
      await house.get(IntakeStep).take(await enter(house, bench, bench.runs + 1), NOW);
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
  watch.watch(house.get(CasesService), 'attach');
  return watch;
}

async function oneRun(
  house: OpenHouse,
  bench: IntakeBench,
  run: number,
  watch: StatementWatch,
): Promise<Figures> {
  const intake = house.get(IntakeStep);
  const decider = house.get(DecideStep);
  const feeds = house.get(FeedsService);
  const memory = new PeakMemory();
  const archived = await seconds(() => enter(house, bench, run));
  const bare = await bareCopy(house, archived.answer);
  const taken = await seconds(() => intake.take(archived.answer, NOW));
  const statements = watch.take();
  const decided = await seconds(async () => {
    let cases = 0;
    for (let some = -1; some !== 0; cases += some) some = (await decider.run(NOW)).cases;
    return cases;
  });
  await house.database.run((tx) => feeds.replay(tx, archived.answer));
  const again = await seconds(() => intake.take(archived.answer, NOW));
  watch.take();
  const { observed } = await house.database.run((tx) => feeds.report(tx, archived.answer));
  const eventsPerSecond = bench.rows / (archived.seconds + taken.seconds);
  const copyPerSecond = bare.rows / bare.copySeconds;
  return {
    events_per_s: eventsPerSecond,
    copy_events_per_s: copyPerSecond,
    ratio_to_copy: eventsPerSecond / copyPerSecond,
    parse_events_per_s: bare.rows / bare.parseSeconds,
    archive_s: archived.seconds,
    intake_s: taken.seconds,
    ...Object.fromEntries(Object.entries(statements).map(([name, spent]) => [`${name}_s`, spent])),
    decide_cases: decided.answer,
    decide_cases_per_s: decided.answer / decided.seconds,
    reimport_new_rows: observed,
    reimport_events_per_s: bench.rows / again.seconds,
    peak_rss_mb: memory.stop(),
  };
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

/** The resident set of this process at its largest, in MB. */
class PeakMemory {
  #peak = 0;
  readonly #timer = setInterval(() => this.look(), 20);

  stop(): number {
    clearInterval(this.#timer);
    this.look();
    return this.#peak;
  }

  private look(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss() / 1_048_576);
  }
}

function medians(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, round(median(runs.map((run) => run[name] ?? 0)))]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
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
