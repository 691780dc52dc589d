import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, THREAT_CLASSES } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { CaseDeskView } from './case-desk.view.js';
import { CaseFacetsView } from './case-facets.view.js';
import { casesEntities } from './case.entity.js';
import { FACET_NAMES, type Facet, type ListedFilter } from './listed-filter.js';
import { LISTED_SORTS, type ListedSort } from './listed-sort.js';
import { BADGES, NEXT_STEPS, WAITS } from './standing.js';
import { casesService, someLines } from './testing.js';

const view = new CaseDeskView();
/** As where there are too many to be gathered first. */
class Walking extends CaseDeskView {
  protected override readonly few = -1;
}
const walking = new Walking();
const facets = new CaseFacetsView();
const service = casesService();
const NOW = new Date('2026-11-12T10:00:00Z');

let fresh: FreshDatabase;
let lines: readonly number[];
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  lines = await fresh.database.run((tx) => someLines(tx, 2));
});
afterAll(() => fresh.close());

// Few different instants and values, so that equal keys and empty facets happen.
const instant = fc.integer({ min: 0, max: 4 }).map((hours) => new Date(NOW.getTime() - hours * 3_600_000));
const aCase = fc
  .record({
    class: fc.constantFrom(...THREAT_CLASSES),
    state: fc.constantFrom(...CASE_STATES),
    tier: fc.option(fc.constantFrom('told', 'garden')),
    line: fc.integer({ min: 0, max: 1 }),
    lineClass: fc.constantFrom(...LINE_CLASSES.slice(0, 3)),
    region: fc.option(fc.constantFrom('north', 'south')),
    garden: fc.constantFrom(...GARDEN_STATES.slice(0, 4)),
    waits: fc.constantFrom(...WAITS),
    badge: fc.constantFrom(...BADGES.slice(0, 5)),
    step: fc.constantFrom(...NEXT_STEPS),
    nextAt: fc.option(instant),
    family: fc.option(fc.constantFrom('mirai', 'qakbot')),
    sightings: fc.integer({ min: 0, max: 3 }),
    waitingSince: instant,
    openedAt: instant,
    seenAt: fc.option(instant),
  })
  .map((made) => ({ ...made, over: made.state === 'cleared' || made.state === 'closed' }))
  .map((made) => ({ ...made, garden: made.over ? ('none' as const) : made.garden }));
type Made = typeof aCase extends fc.Arbitrary<infer T> ? T : never;

const wantedOf = <Value extends string>(values: readonly Value[]) =>
  fc.option(fc.record({ only: fc.subarray([...values], { maxLength: 2 }), not: fc.subarray([...values], { maxLength: 1 }) }), { nil: undefined }); // prettier-ignore
const aFilter = fc.record({
  waits: wantedOf(WAITS),
  state: wantedOf(CASE_STATES),
  class: wantedOf(THREAT_CLASSES),
  lineClass: wantedOf(LINE_CLASSES.slice(0, 3)),
  badge: wantedOf(BADGES.slice(0, 5)),
  garden: wantedOf(GARDEN_STATES.slice(0, 4)),
  family: wantedOf(['mirai', 'qakbot']),
  region: wantedOf(['north', 'south']),
  tier: wantedOf(['told', 'garden']),
  line: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
  seenAfter: fc.option(instant, { nil: undefined }),
  openedAfter: fc.option(instant, { nil: undefined }),
});
type Asked = typeof aFilter extends fc.Arbitrary<infer T> ? T : never;
const SORTS = Object.keys(LISTED_SORTS) as ListedSort[];

interface Stored extends Made {
  readonly id: number;
  readonly code: string;
}

/** These cases and no others, in the order given. */
async function store(made: readonly Made[]): Promise<Stored[]> {
  return fresh.database.run(async (tx) => {
    await tx.query('delete from cases.case');
    const rows = await tx.query<{ id: number; code: string }>(
      `insert into cases.case (tenure_id, line_id, class, state, tier, opened_at, first_seen, last_seen, observing, cleared_at, closed_at, close_reason)
       select n, line, class, state, tier, opened_at, seen_at, seen_at, false, case when state = 'cleared' then opened_at end,
         case when state = 'closed' then opened_at end, case when state = 'closed' then 'stale' end
       from jsonb_to_recordset($1) as m (n int, line bigint, class text, state text, tier text, opened_at timestamptz, seen_at timestamptz)
       order by n returning id, code`,
      [JSON.stringify(made.map((one, n) => ({ ...one, n, line: lines[one.line], opened_at: one.openedAt, seen_at: one.seenAt })))],
    ); // prettier-ignore
    const stored = made.map((one, n) => ({ ...one, id: rows[n]?.id ?? 0, code: rows[n]?.code ?? '' }));
    await service.list(
      tx,
      stored.map(({ id, lineClass, region, garden, waits, badge, step, nextAt, family, sightings, waitingSince }) => ({
        caseId: id, lineClass, region, garden, waits, badge, badgeSince: null, family, sightings, next: { step, at: nextAt },
        waitingSince: waits === 'person' ? waitingSince : null,
      })),
      NOW,
    ); // prettier-ignore
    return stored;
  });
}

function filterOf({ line, ...rest }: Asked): ListedFilter {
  return { ...rest, lineId: line === undefined ? undefined : lines[line] };
}

/** The same filter, in memory. `but`: as if this facet were not set. */
function passes(one: Made, asked: Asked, but?: Facet): boolean {
  const wanted = [...FACET_NAMES, 'tier' as const].every((facet) => {
    const { only, not } = asked[facet] ?? { only: [], not: [] };
    const value = one[facet];
    if (facet === but) return true;
    return (
      (only.length === 0 || (value !== null && (only as readonly string[]).includes(value))) &&
      !(value !== null && (not as readonly string[]).includes(value))
    );
  });
  return (
    wanted &&
    (asked.line === undefined || one.line === asked.line) &&
    (asked.seenAfter === undefined || (one.seenAt !== null && one.seenAt > asked.seenAfter)) &&
    (asked.openedAfter === undefined || one.openedAt > asked.openedAfter)
  );
}

function inOrder(stored: readonly Stored[], sort: ListedSort): Stored[] {
  const seen = (one: Stored): number => one.seenAt?.getTime() ?? -Infinity;
  const band = (one: Stored): number => {
    if (one.waits === 'person') return 0;
    if (one.over) return 3;
    return one.waits === 'network' ? 1 : 2;
  };
  const keys: Record<ListedSort, (one: Stored) => readonly number[]> = {
    waiting: (one) => [band(one), one.waits === 'person' ? one.waitingSince.getTime() : -seen(one), one.id],
    '-seen': (one) => [-seen(one), -one.id],
    seen: (one) => [seen(one), one.id],
    '-opened': (one) => [-one.openedAt.getTime(), -one.id],
    opened: (one) => [one.openedAt.getTime(), one.id],
    next: (one) => [one.nextAt?.getTime() ?? Infinity, one.id],
    '-sightings': (one) => [-one.sightings, -one.id],
  };
  return stored.toSorted((a, b) => {
    const [x, y] = [keys[sort](a), keys[sort](b)];
    const n = x.findIndex((key, i) => key !== y[i]);
    return n < 0 ? 0 : (x[n] ?? 0) < (y[n] ?? 0) ? -1 : 1;
  });
}

const someCases = fc.array(aCase, { maxLength: 12 });

describe('a list of cases', () => {
  it('is what passes, in its order, on pages without loss or repetition', async () => {
    await fc.assert(
      fc.asyncProperty(someCases, aFilter, fc.constantFrom(...SORTS), fc.integer({ min: 1, max: 5 }), fc.constantFrom(view, walking), async (made, asked, sort, limit, way) => {
        const stored = await store(made);
        const codes: string[] = [];
        let after: string | undefined;
        for (let pages = 0; pages < 20; pages++) {
          const page = await fresh.database.run((tx) => way.page(tx, filterOf(asked), sort, { limit, after }, NOW));
          codes.push(...page.rows.map((row) => row.code));
          if (page.next === null) break;
          expect(page.rows).toHaveLength(limit);
          after = page.next;
        }
        const expected = inOrder(stored.filter((one) => passes(one, asked)), sort).map(({ code }) => code);
        expect(codes).toEqual(expected);
        const ids = await fresh.database.run((tx) => view.matching(tx, filterOf(asked), sort, 100));
        expect(ids.map((id) => stored.find((one) => one.id === id)?.code)).toEqual(expected);
      }),
      { numRuns: 120 },
    ); // prettier-ignore
  });

  it('knows what stands before and after each of its cases', async () => {
    await fc.assert(
      fc.asyncProperty(someCases, aFilter, fc.constantFrom(...SORTS), async (made, asked, sort) => {
        const stored = await store(made);
        const list = inOrder(stored, sort);
        for (const one of stored) {
          const found = await fresh.database.run((tx) => view.neighbours(tx, one.id, filterOf(asked), sort));
          const [before, behind] = [list.slice(0, list.indexOf(one)), list.slice(list.indexOf(one) + 1)].map((part) =>
            part.filter((other) => passes(other, asked)),
          );
          expect(found).toEqual({
            previous: before?.at(-1)?.code ?? null,
            next: behind?.[0]?.code ?? null,
            position: passes(one, asked) ? (before?.length ?? 0) + 1 : null,
            total: stored.filter((other) => passes(other, asked)).length,
          });
        }
      }),
      { numRuns: 40 },
    ); // prettier-ignore
  });

  it('has facets that each count as if their own filter were not set', async () => {
    await fc.assert(
      fc.asyncProperty(someCases, aFilter, async (made, asked) => {
        await store(made);
        const counted = await fresh.database.run((tx) => facets.count(tx, filterOf(asked)));
        expect(counted.total).toBe(made.filter((one) => passes(one, asked)).length);
        expect(counted.open).toBe(made.filter(({ over }) => !over).length);
        expect(counted.waitingForPerson).toBe(made.filter(({ waits }) => waits === 'person').length);
        const [kinds] = await fresh.database.query(
          'select coalesce(sum(cases), 0)::int as cases, coalesce(min(cases), 0)::int as least from cases.kind',
        );
        expect(kinds).toMatchObject({ cases: made.length });
        expect((kinds as { least: number }).least).toBeGreaterThanOrEqual(0);
        for (const facet of FACET_NAMES) {
          const expected = new Map<string, number>();
          for (const one of made.filter((each) => passes(each, asked, facet)))
            if (one[facet] !== null) expected.set(one[facet], (expected.get(one[facet]) ?? 0) + 1);
          expect(new Map(counted.facets[facet].map(({ value, count }) => [value, count]))).toEqual(expected);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('refuses a place that no page gave', async () => {
    const page = (after: string) =>
      fresh.database.run((tx) => view.page(tx, {}, 'waiting', { limit: 1, after }, NOW));
    await expect(page("1.0' or true")).rejects.toMatchObject({ code: 'refused' });
    expect((await page('999999999999999.high')).rows).toEqual([]);
  });

  it('goes on where it was, also when the last case of a page has moved since', async () => {
    const [a, b, c] = await store([0, 1, 2].map((n) => ({ ...plain, sightings: 3 - n })));
    const first = await fresh.database.run((tx) => view.page(tx, {}, '-sightings', { limit: 2 }, NOW));
    expect(first.rows.map((row) => row.code)).toEqual([a?.code, b?.code]);
    await fresh.database.query('update cases.listed set sightings = 0 where case_id = $1', [b?.id]);
    const second = await fresh.database.run((tx) =>
      view.page(tx, {}, '-sightings', { limit: 2, after: first.next ?? '' }, NOW),
    );
    expect(second.rows.map((row) => row.code)).toEqual([c?.code, b?.code]);
  });
});

const plain: Made = {
  class: 'infected', state: 'watching', tier: null, line: 0, lineClass: 'residential', region: null, garden: 'none', waits: 'nobody',
  badge: 'watching', step: 'nothing', nextAt: null, family: null, sightings: 1, waitingSince: NOW, openedAt: NOW, seenAt: NOW, over: false,
}; // prettier-ignore

describe('the counts of kinds', () => {
  it('follow every change of a row', async () => {
    const [a] = await store([plain, { ...plain, family: 'mirai' }]);
    const counts = () =>
      fresh.database.query(
        'select family, badge, cases from cases.kind where cases <> 0 order by family, badge',
      );
    await fresh.database.query(`update cases.listed set badge = 'told' where case_id = $1`, [a?.id]);
    expect(await counts()).toEqual([
      { family: 'mirai', badge: 'watching', cases: 1 },
      { family: null, badge: 'told', cases: 1 },
    ]);
    await fresh.database.query('update cases.listed set sightings = 9');
    await fresh.database.query(`update cases.listed set family = 'mirai', badge = 'watching'`);
    expect(await counts()).toEqual([{ family: 'mirai', badge: 'watching', cases: 2 }]);
    await fresh.database.query('delete from cases.case');
    expect(await counts()).toEqual([]);
  });
});

describe('the words of the table', () => {
  it.each([
    ['waits', WAITS],
    ['badge', BADGES],
    ['next_step', NEXT_STEPS],
  ])('are those of the code: %s', async (column, words) => {
    const [row] = await fresh.database.query<{ law: string }>(
      `select pg_get_constraintdef(oid) as law from pg_constraint where conname = 'listed_${column}_check'`,
    );
    expect([...(row?.law ?? '').matchAll(/'([^']+)'/g)].map((match) => match[1])).toEqual([...words]);
  });
});
