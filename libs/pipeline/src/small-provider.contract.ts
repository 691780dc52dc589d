import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';

import { CaseListView, CasePageView, CasesService, type CaseLine, type CasePage } from '@lazaret/cases';
import { DirectoryService, type ImportResult, type RecordKind } from '@lazaret/directory';
import { piecesOf } from '@lazaret/directory/testing';
import { FeedsService } from '@lazaret/feeds';
import { aReportCsv, aSinkholeRow, type ReportRow } from '@lazaret/feeds/testing';
import { FakeEnforcer, FakeList, FakeSwitches } from '@lazaret/garden/testing';
import { Clock, Unavailable, type Instant, type LineClass } from '@lazaret/kernel';
import { LedgerImportService, type Imported } from '@lazaret/ledger';
import { aDetailRecord } from '@lazaret/ledger/testing';
import { loadBrands, loadLetters, NoticesService, type NoticeFact } from '@lazaret/notices';
import { EXAMPLE_BRANDS, FakeMailer } from '@lazaret/notices/testing';
import { Metrics, only, type Database } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { DirectoryStep } from './directory.step.js';
import { IntakeStep } from './intake.step.js';
import { on } from './november.contract.js';
import { houseEntities, PipelineModule } from './pipeline.module.js';
import { PullStep } from './pull.step.js';
import { SendStep } from './send.step.js';
import { WorkByHand } from './work-by-hand.step.js';

/** A line and the people on it, who have had it since long ago. */
export interface Home {
  readonly ref: string;
  readonly lineId: number;
  readonly mail: string;
  /** What the network calls it. */
  readonly userName: string;
  /** Its own by contract, so that no record is needed to know whose it is. */
  readonly address: string;
  /** Where its sessions are; the directory knows the BNG by another name. */
  readonly nas: string;
}

export interface StayRow {
  readonly state: string;
  readonly desired: 'confined' | 'open';
  readonly askedAt: Instant;
  readonly overAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly openWhy: string | null;
  readonly openBy: string | null;
}

/** A pool whose addresses are known by accounting records alone. */
export const POOL = '203.0.113.0/24';
const STATIC = '198.51.100';
const HOMES = 60;
const SINKHOLES = [
  'event4_sinkhole',
  'event4_sinkhole_dns',
  'event4_honeypot_ddos_target',
  'event4_honeypot_ddos_amp',
];

/** Where sessions are of which the directory does not say. */
export const NAS = '192.0.2.1';

/** The time of the last work: the network's own clock in these tests. */
class LastWork extends Clock {
  at = on(1);

  override now(): Instant {
    return this.at;
  }
}

/** A network that obeys, with its switches and its list. */
export class FakeNetwork {
  readonly clock = new LastWork();
  readonly enforcer = new FakeEnforcer(this.clock, NAS);
  readonly switches = new FakeSwitches();
  readonly list = new FakeList();
}

/** A provider with the rooms' real services on a real database; only the mail server is a fake. Time is handed in. */
export class SmallProvider {
  #files = 0;
  #homes = 0;
  readonly #nas = new Map<string, string>();

  private constructor(
    readonly mailer: FakeMailer,
    readonly metrics: Metrics,
    readonly network: FakeNetwork,
    private readonly fresh: FreshDatabase,
    private readonly folder: string,
    private readonly nest: TestingModule,
  ) {}

  /** @param connected whether there is a network that could confine */
  static async open({ connected = false } = {}): Promise<SmallProvider> {
    const fresh = await freshDatabase(houseEntities);
    const folder = await mkdtemp(join(tmpdir(), 'lazaret-provider-'));
    const mailer = new FakeMailer();
    const metrics = new Metrics();
    const network = new FakeNetwork();
    const nest = await Test.createTestingModule({
      imports: [
        PipelineModule.register({
          database: fresh.database,
          metrics,
          feeds: { archiveDir: join(folder, 'archive') },
          notices: { letters: await loadLetters(await loadBrands(EXAMPLE_BRANDS)), mailer, claimMs: 60_000 },
          ...(connected ? { network } : {}),
        }),
      ],
    }).compile();
    const provider = new SmallProvider(mailer, metrics, network, fresh, folder, nest);
    await provider.begin();
    return provider;
  }

  get database(): Database {
    return this.fresh.database;
  }

  get<T>(what: Type<T>): T {
    return this.nest.get(what, { strict: false });
  }

  async close(): Promise<void> {
    await this.nest.close();
    await this.fresh.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A line with somebody on it, entered as a provider enters it. */
  async home(
    ref: string,
    line: { class?: LineClass; confinable?: boolean; nas?: string } = {},
  ): Promise<Home> {
    const number = ++this.#homes;
    const userName = `${ref}@isp.example`;
    const from = '2026-01-01T00:00:00Z';
    await this.directory('line', [
      { ref, class: 'residential', time_zone: 'Europe/London', locale: 'en', ...line },
    ]);
    await this.directory('access', [
      { line: ref, kind: 'circuit', value: `C-${number}`, from },
      { line: ref, kind: 'user-name', value: userName, from },
    ]);
    const mail = await this.tenure(ref, ref, from);
    const found = await this.database.run((tx) => this.get(DirectoryService).findLine(tx, ref));
    const nas = line.nas === undefined ? NAS : this.nasOf(line.nas);
    return { ref, lineId: found?.id ?? 0, mail, userName, address: `${STATIC}.${number}`, nas };
  }

  /** Somebody has a line from an instant on. @returns where to write to them */
  async tenure(line: string, subscriber: string, from: string, now?: Instant): Promise<string> {
    const value = `${subscriber}@mail.example`;
    await this.directory('subscriber', [{ ref: subscriber, kind: 'person' }], now);
    await this.directory('contact', [{ subscriber, channel: 'email', value }], now);
    await this.directory('tenure', [{ line, subscriber, from }], now);
    return value;
  }

  async directory(record: RecordKind, rows: readonly object[], now: Instant = on(1)): Promise<ImportResult> {
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const file = { name: `${record}.ndjson`, record, rows: piecesOf(text) };
    const done = await this.get(DirectoryStep).import(file, now);
    if (done.rejectedRows > 0) throw new Error(JSON.stringify(done.rejected));
    return done;
  }

  /** Accounting of the pool, in the order given; it arrives at `now`. */
  async accounting(
    now: Instant,
    ...records: readonly [at: Instant, attributes: Record<string, string>][]
  ): Promise<Imported> {
    const path = await this.file(
      'detail',
      records.map(([at, attributes]) => aDetailRecord(at, attributes)).join(''),
    );
    return this.get(LedgerImportService).importDetail(this.database, { path, now, source: { name: 'bras' } });
  }

  /** A new feed; active unless said otherwise. */
  async feed(name: string, { upstream = name, active = true } = {}): Promise<number> {
    const path = join(this.folder, name);
    await mkdir(path);
    return this.database.run(async (tx) => {
      const feeds = this.get(FeedsService);
      const source = { kind: 'directory', path } as const;
      const feed = await feeds.add(
        tx,
        { name, provider: name, format: 'shadowserver', upstream, source },
        on(1),
      );
      if (active) await feeds.activate(tx, name, SINKHOLES, 'test', on(1));
      return feed.id;
    });
  }

  /** A report is put into a feed's folder, pulled and taken in. @returns its id */
  async report(
    feed: string,
    rows: readonly ReportRow[],
    now: Instant,
    type = 'event4_sinkhole',
  ): Promise<number> {
    const path = join(this.folder, feed, `${now.toISOString().slice(0, 10)}-${type}-${++this.#files}.csv`);
    await writeFile(path, aReportCsv(rows));
    await utimes(path, 0, 0);
    const { newReports, problems } = await this.get(PullStep).pull(feed, now);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await this.get(IntakeStep).run(newReports, now);
    return only(newReports);
  }

  /** One row about an address, in a report of its own. */
  async see(
    feed: string,
    address: string,
    seenAt: Instant,
    { now = seenAt, type = 'event4_sinkhole' } = {},
  ): Promise<number> {
    return this.report(feed, [aSighting(address, seenAt)], now, type);
  }

  /** A report that concerns nobody here: the feed is alive. */
  async alive(feed: string, now: Instant): Promise<void> {
    await this.see(feed, '192.0.2.250', now);
  }

  /** All that can be done at `now`, until nothing is left. */
  async work(now: Instant): Promise<void> {
    this.network.clock.at = now;
    await this.get(WorkByHand).run(now);
  }

  /** From one instant at which something is due to the next, until `to`. */
  async workUntil(from: Instant, to: Instant): Promise<void> {
    for (let at = from; ;) {
      await this.work(at);
      if (at >= to) return;
      const due = await this.get(WorkByHand).nextDue(at);
      at = due === null || due > to || due <= at ? to : due;
    }
  }

  /** Does the jobs in the outbox; one that meets passing trouble stays. @returns how many were done */
  async send(now: Instant): Promise<number> {
    const jobs = await this.database.query<{ id: number; ids: string[] }>(
      `select id, ids from platform.outbox where job = 'notice.send' order by id`,
    );
    let done = 0;
    for (const { id, ids } of jobs)
      try {
        await this.get(SendStep).run(ids.map(Number), now);
        await this.database.query('delete from platform.outbox where id = $1', [id]);
        done++;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
      }
    return done;
  }

  /** All cases of a line, the oldest first. */
  async cases({ lineId }: Home): Promise<readonly CaseLine[]> {
    const { cases } = await this.database.run((tx) =>
      this.get(CaseListView).page(tx, { lineId }, { limit: 100 }),
    );
    return [...cases].reverse();
  }

  /** The only case of a line, whole. */
  async story(home: Home): Promise<CasePage> {
    const { code } = only(await this.cases(home));
    return this.show(code);
  }

  show(code: string): Promise<CasePage> {
    return this.database.run((tx) => this.get(CasePageView).show(tx, code));
  }

  /** The notices of a line's cases, as `template state`. */
  async notices(home: Home): Promise<string[]> {
    const ids = (await this.cases(home)).map((one) => one.id);
    const history = await this.database.run((tx) => this.get(NoticesService).history(tx, ids));
    const all: NoticeFact[] = [...history.values()].flat();
    return all.sort((a, b) => a.id - b.id).map(({ template, state }) => `${template} ${state}`);
  }

  /** Subjects of what left for an address. */
  letters(mail: string): string[] {
    return this.mailer.left.filter(({ to }) => to.reveal() === mail).map(({ subject }) => subject);
  }

  /** The person says that they have seen it. */
  async acknowledge(home: Home, at: Instant): Promise<void> {
    const { id } = only(
      (await this.cases(home)).filter(({ state }) => state !== 'closed' && state !== 'cleared'),
    );
    const by = { kind: 'subscriber', name: 'portal' } as const;
    await this.database.run((tx) => this.get(CasesService).acknowledge(tx, id, { at, by }));
  }

  /** The newest stay of a line in the garden. */
  async stay({ lineId }: Home): Promise<StayRow | undefined> {
    const sql = `select state, desired, asked_at as "askedAt", over_at as "overAt", open_why as "openWhy", open_by as "openBy",
      confirmed_at as "confirmedAt" from garden.confinement where line_id = $1 order by id desc limit 1`;
    return (await this.database.query<StayRow>(sql, [lineId]))[0];
  }

  /** Every row in which the house says what it knows, decided and sent; without the counts of reports. */
  async truth(): Promise<Record<string, unknown[]>> {
    const tables = [
      'feeds.observation', 'ledger.attribution', 'ledger.lease', 'ledger.session', 'directory.line', 'directory.access',
      'directory.tenure', 'directory.contact', 'cases.case', 'cases.sighting', 'cases.event', 'cases.decision',
      'notices.notice', 'platform.outbox',
    ]; // prettier-ignore
    const rows = await Promise.all(
      tables.map((table) =>
        this.database.query<{ row: string }>(`select t::text as row from ${table} t order by 1`),
      ),
    );
    return Object.fromEntries(tables.map((table, i) => [table, (rows[i] ?? []).map(({ row }) => row)]));
  }

  /** What `/metrics` shows of one counter: `label="value",… count`. */
  async counted(name: string): Promise<string[]> {
    const text = await this.metrics.registry.getSingleMetricAsString(name);
    return text
      .split('\n')
      .filter((line) => line.startsWith(name))
      .map((line) => line.slice(name.length));
  }

  /** The address of a BNG that takes orders. */
  private nasOf(bng: string): string {
    const nas = this.#nas.get(bng) ?? `192.0.2.${100 + this.#nas.size}`;
    if (!this.#nas.has(bng)) this.network.enforcer.add(nas, { key: bng });
    this.#nas.set(bng, nas);
    return nas;
  }

  private async begin(): Promise<void> {
    await this.accounting(on(1), [
      on(1, '00:00'),
      { 'User-Name': '"nobody@isp.example"', 'Framed-IP-Address': '203.0.113.254' },
    ]);
    const statics = Array.from(
      { length: HOMES },
      (_, n) => `${STATIC}.${n + 1},static,circuit,C-${n + 1},,,,`,
    );
    const plan = `prefix,class,holder_kind,holder,organisation,abuse_contact,from,to\n${POOL},pool,,,,,,\n${statics.join('\n')}\n`;
    const path = await this.file('plan.csv', plan);
    await this.get(LedgerImportService).importPrefixes(this.database, { path, now: on(1), knows: 'bras' });
  }

  private async file(name: string, text: string): Promise<string> {
    const path = join(this.folder, `${++this.#files}-${name}`);
    await writeFile(path, text);
    return path;
  }
}

/** A row of a report: an address called a sinkhole. */
export function aSighting(address: string, seenAt: Instant): ReportRow {
  return aSinkholeRow({ timestamp: seenAt.toISOString().slice(0, 19).replace('T', ' '), src_ip: address });
}

/** What a session says of itself, for {@link SmallProvider.accounting}. */
export function aSession(
  home: Home,
  address: string,
  status: 'Start' | 'Stop' | 'Interim-Update' = 'Start',
): Record<string, string> {
  const id = `"${home.ref}-${address}"`;
  return {
    'Acct-Status-Type': status,
    'Acct-Session-Id': id,
    'User-Name': `"${home.userName}"`,
    'NAS-IP-Address': home.nas,
    'Framed-IP-Address': address,
  };
}
