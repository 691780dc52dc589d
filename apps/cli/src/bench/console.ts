import { availableParallelism, totalmem } from 'node:os';

import { BADGES, CaseDeskView, CaseFacetsView, WAITS, type ListedSort, type Wanted } from '@lazaret/cases';
import { SORTS } from '@lazaret/contracts';
import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, PERMISSIONS, THREAT_CLASSES } from '@lazaret/kernel';
import {
  DeskCaseEntries,
  DeskCasePage,
  DeskCases,
  DeskHelpline,
  type AskedCases,
  type Asking,
  type OpenHouse,
} from '@lazaret/pipeline';

import { loadDesk, type DeskSize } from './desk-data.js';
import { loadProvider, NOW } from './provider.js';
import { inScratchHouse } from './scratch-house.js';
import { StatementWatch } from './statement-watch.js';

export interface ConsoleBench extends DeskSize {
  /** Random pairs of filters, beside every single one; and so many cases and callers. */
  readonly runs: number;
  /** Also explains the statements of the slowest of each kind. */
  readonly explain: boolean;
}

/** Something that was timed, and how to do it again. */
interface Timed {
  readonly ms: number;
  readonly what: string;
  readonly again: () => Promise<unknown>;
}

const PAGE = 50;

/**
 * The desk on a house full of old and new cases: its list with every filter and sort, its facets, the pages of cases and
 * the answers for callers. The services are the API's own; what HTTP adds is not measured.
 */
export async function benchConsole(
  bench: ConsoleBench,
  tell: (text: string) => void,
): Promise<{ figures: object; plans: ReadonlyMap<string, string> }> {
  return inScratchHouse(tell, async (house) => {
    await loadProvider(house, { lines: bench.lines, leasesPerLine: 1 }, house.folder, tell);
    await loadDesk(house, bench, tell);
    const desk = new BenchDesk(house);
    tell('asking');
    const list = await desk.lists(bench.runs);
    const pages = await desk.pages(bench.runs);
    const callers = await desk.callers(bench.runs);
    const kinds = { ...list, ...pages, helpline: callers };
    const watch = new StatementWatch();
    if (bench.explain) await explain(house, kinds, watch);
    return {
      figures: {
        bench: 'console',
        cases: bench.cases,
        lines: bench.lines,
        sightings: await count(house, 'cases.sighting'),
        ...Object.fromEntries(
          Object.entries(kinds).flatMap(([name, timed]) => [
            [`${name}_p95_ms`, at(timed, 0.95)],
            [`${name}_median_ms`, at(timed, 0.5)],
            [`${name}_max_ms`, at(timed, 1)],
            [`${name}_count`, timed.length],
          ]),
        ),
        helpline_answers: tally(callers.map(({ what }) => what)),
        slowest: Object.fromEntries(
          Object.entries(kinds).map(([name, timed]) => [name, slowest(timed).what]),
        ),
        machine: await machine(house),
      },
      plans: watch.plans,
    };
  });
}

/** Asks as the API does. */
class BenchDesk {
  readonly #asking: Asking = {
    by: {
      name: 'bench',
      permissions: new Set(PERMISSIONS),
      preferences: { locale: 'en', timeZone: 'UTC' },
      requestId: 'bench',
      address: null,
    },
    now: NOW,
    real: NOW,
  };
  /** The same sequence each time (mulberry32). */
  #seed = 7;

  constructor(private readonly house: OpenHouse) {}

  /** Every single filter in every order, then random pairs; each with its facets, as the page asks for both. */
  async lists(pairs: number): Promise<Record<'list' | 'facets' | 'rows', Timed[]>> {
    const singles = await this.filters();
    const list: Timed[] = [];
    const facets: Timed[] = [];
    const rows: Timed[] = [];
    const one = async (what: string, asked: AskedCases, sort: ListedSort, after?: string): Promise<string | null> => {
      const [page, next] = await this.timed(`${what} by ${sort}`, () =>
        this.house.database.run((tx) =>
          this.house.get(DeskCases).page(tx, asked, sort, { after, limit: PAGE }, NOW),
        ),
      );
      const [facet] = await this.timed(what, () =>
        this.house.database.run((tx) => this.house.get(DeskCases).facets(tx, asked, NOW)),
      );
      rows.push(page);
      facets.push(facet);
      list.push({
        ms: page.ms + facet.ms,
        what: page.what,
        again: async () => [await page.again(), await facet.again()],
      });
      return next.next;
    }; // prettier-ignore
    await one('warm', {}, 'waiting');
    for (const sort of SORTS) {
      for (const [what, filter] of [['everything', {}] as const, ...singles]) await one(what, filter, sort);
      // As somebody reads on.
      let after: string | null = '';
      for (let page = 0; page < 10 && after !== null; page++)
        after = await one(`page ${page + 1}`, {}, sort, after === '' ? undefined : after);
    }
    for (let n = 0; n < pairs; n++) {
      const [a, b] = [this.pick(singles), this.pick(singles)];
      await one(`${a[0]}, ${b[0]}`, { ...a[1], ...b[1] }, this.pick(SORTS));
    }
    return { list, facets, rows };
  }

  /** Pages of random cases and of those with the most sightings; each with its timeline and its neighbours. */
  async pages(runs: number): Promise<Record<'case' | 'sightings' | 'neighbours', Timed[]>> {
    const { database } = this.house;
    const some = await database.query<{ code: string }>(
      `(select code from cases.case order by hashint8(id) limit $1)
       union all (select c.code from cases.listed l join cases.case c on c.id = l.case_id order by l.sightings desc limit $2)`,
      [runs, Math.ceil(runs / 20)],
    );
    const pages: Timed[] = [];
    const sightings: Timed[] = [];
    const neighbours: Timed[] = [];
    for (const { code } of some) {
      const [page] = await this.timed(code, async () => {
        await database.run((tx) => this.house.get(DeskCasePage).show(tx, code, this.#asking));
        await database.run((tx) => this.house.get(DeskCaseEntries).timeline(tx, code, { limit: PAGE }));
      });
      const [seen] = await this.timed(code, () =>
        database.run((tx) => this.house.get(DeskCaseEntries).sightings(tx, code, { limit: PAGE })),
      );
      const [beside] = await this.timed(code, () =>
        database.run((tx) => this.house.get(DeskCases).neighbours(tx, code, {}, this.pick(SORTS), NOW)),
      );
      pages.push(page);
      sightings.push(seen);
      neighbours.push(beside);
    }
    return { case: pages, sightings, neighbours };
  }

  /** By everything a caller may say: line, address, customer number, telephone number, e-mail address, case code. */
  async callers(runs: number): Promise<Timed[]> {
    const some = await this.house.database.query<Record<string, string>>(
      `select l.ref as line, s.ref as customer, p.value as phone, m.value as email, a.value as access,
         '10.' || (256 + l.id - 1) / 65536 || '.' || ((256 + l.id - 1) / 256) % 256 || '.' || (256 + l.id - 1) % 256 as address,
         (select code from cases.case c where c.line_id = l.id order by c.id desc limit 1) as code
       from directory.line l
       join directory.tenure t on t.line_id = l.id
       join directory.subscriber s on s.id = t.subscriber_id
       join directory.contact p on p.subscriber_id = s.id and p.channel = 'phone'
       join directory.contact m on m.subscriber_id = s.id and m.channel = 'email'
       join directory.access a on a.line_id = l.id
       order by hashint8(l.id) limit $1`,
      [Math.ceil(runs / 6)],
    );
    const timed: Timed[] = [];
    for (const caller of some)
      for (const [kind, words] of Object.entries(caller)) {
        if (!words) continue;
        const asking = { ...this.#asking, by: { ...this.#asking.by, name: `bench-${timed.length % 40}` } };
        const [one, found] = await this.timed(kind, () =>
          this.house.database.run((tx) => this.house.get(DeskHelpline).answer(tx, { words }, asking)),
        );
        timed.push({ ...one, what: `${kind}: ${found.understood}, ${found.answer?.verdict ?? 'no answer'}` });
      }
    return timed;
  }

  /** Every value of every facet, alone. */
  private async filters(): Promise<(readonly [string, AskedCases])[]> {
    const { facets } = await this.house.database.run((tx) => this.house.get(DeskCases).facets(tx, {}, NOW));
    const only = (value: string): Wanted => ({ only: [value], not: [] });
    const values: Record<string, readonly string[]> = {
      waits: WAITS,
      state: CASE_STATES,
      class: THREAT_CLASSES,
      lineClass: LINE_CLASSES,
      badge: BADGES,
      garden: GARDEN_STATES,
      family: facets.family.map(({ value }) => value),
      region: facets.region.map(({ value }) => value),
      tier: ['told', 'garden'],
    };
    return [
      ...Object.entries(values).flatMap(([name, all]) =>
        all.map((value) => [`${name}=${value}`, { [name]: only(value) }] as const),
      ),
      ['not closed', { state: { only: [], not: ['cleared', 'closed'] } }],
      ['seen today', { seenHours: 24 }],
      ['opened this week', { openedHours: 168 }],
      ['one line', { line: '00000042' }],
    ];
  }

  private async timed<T>(what: string, work: () => Promise<T>): Promise<[Timed, T]> {
    const from = performance.now();
    const answer = await work();
    return [{ ms: performance.now() - from, what, again: work }, answer];
  }

  private pick<T>(from: readonly T[]): T {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from[((mixed ^ (mixed >>> 14)) >>> 0) % from.length] as T;
  }
}

async function explain(
  house: OpenHouse & { readonly log: string },
  kinds: Readonly<Record<string, readonly Timed[]>>,
  watch: StatementWatch,
): Promise<void> {
  watch.watch(house.get(CaseDeskView), 'page', 'list');
  watch.watch(house.get(CaseFacetsView), 'count', 'facets');
  watch.watch(house.get(DeskCasePage), 'show', 'case');
  watch.watch(house.get(DeskCaseEntries), 'sightings');
  watch.watch(house.get(CaseDeskView), 'neighbours');
  watch.watch(house.get(DeskHelpline), 'answer', 'helpline');
  watch.explainTo = house.log;
  for (const timed of Object.values(kinds)) await slowest(timed).again();
}

function slowest(timed: readonly Timed[]): Timed {
  return timed.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
}

function at(timed: readonly Timed[], share: number): number {
  const sorted = timed.map(({ ms }) => ms).sort((a, b) => a - b);
  return Number((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(1));
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

async function count({ database }: OpenHouse, table: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
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
