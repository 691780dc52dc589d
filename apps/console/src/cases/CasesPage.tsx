import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { BulkAction, CaseRow } from '@lazaret/contracts';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type JSX } from 'react';

import { useLive } from '../frame/live.js';
import { usePageTitle } from '../frame/use-page-title.js';
import { Bones } from '../look/Bones.js';
import { EmptyState } from '../look/EmptyState.js';
import { ErrorState } from '../look/ErrorState.js';
import { FilterChips } from '../look/FilterChips.js';
import { Icon } from '../look/Icon.js';
import { writePlainSearch } from '../plain-search.js';
import { useWords } from '../words/speech.js';
import { BulkDialog, type BulkRun } from './BulkDialog.js';
import { BulkProgress } from './BulkProgress.js';
import { CaseFacetsPanel } from './CaseFacetsPanel.js';
import style from './CasesPage.module.css';
import { CaseTable, type CaseTableHandle } from './CaseTable.js';
import { ColumnsMenu } from './ColumnsMenu.js';
import type { ColumnName } from './columns.js';
import { filterChips } from './filter-chips.js';
import { FirstVisit } from './FirstVisit.js';
import {
  exclude,
  isFiltered,
  only,
  readListState,
  withoutFilters,
  writeFilter,
  writeListState,
  writeMatching,
  type ListState,
} from './list-state.js';
import { NewBanner } from './NewBanner.js';
import { Peek } from './Peek.js';
import { readPlainSearch } from '../plain-search.js';
import { NOTHING, selectRange, toggleOne, togglePage, type Selection } from './selection.js';
import { SelectionBar } from './SelectionBar.js';
import { useCaseFacets, useCases, useListChanges } from './use-cases.js';
import { useCaseKeys } from './use-case-keys.js';
import { recall, remember } from './place.js';
import { useKeptColumns, useListState } from './use-list-state.js';
import { ViewsMenu } from './ViewsMenu.js';

/** What waits, and for whom: every case, one line each. */
export function CasesPage(): JSX.Element {
  const words = useWords();
  usePageTitle(words.cases.title);
  const router = useRouter();
  const navigate = useNavigate();
  const { state, set } = useListState();
  const search = useMemo(() => writeFilter(state), [state]);
  const matching = useMemo(() => writeMatching(state), [state]);
  const { rows, error, loading, more, loadMore, retry } = useCases(search);
  const facets = useCaseFacets(matching);
  const { askAnew } = useListChanges();
  const { shown: newsShown } = useLive();
  const showAnew = useCallback(() => {
    newsShown();
    void askAnew();
  }, [newsShown, askAnew]);
  const { columns: kept, keepColumns } = useKeptColumns();
  const columns = state.columns ?? kept;
  const wide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const [drawer, setDrawer] = useState(false);
  const table = useRef<CaseTableHandle>(null);
  const place = useMemo(() => recall(search), [search]);
  const [active, setActive] = useState(place.active);
  const anchor = useRef(0);
  const [picked, setPicked] = useState<{ for: string; selection: Selection }>({
    for: '',
    selection: NOTHING,
  });
  const [bulk, setBulk] = useState<BulkAction | null>(null);
  const [run, setRun] = useState<{ run: BulkRun; open: boolean } | null>(null);

  const key = writePlainSearch(search);
  useEffect(() => setActive(place.active), [place]);
  // An address that looks into a case puts the cursor on it.
  const { peek: peeked } = state;
  useEffect(() => {
    if (peeked === null) return;
    const index = rows.findIndex(({ code }) => code === peeked);
    if (index >= 0) setActive(index);
  }, [peeked, rows]);
  // Another filter is another selection; what was picked before would be out of sight.
  const selection = picked.for === key ? picked.selection : NOTHING;
  const select = (next: Selection): void => setPicked({ for: key, selection: next });
  const shown = useMemo(() => rows.map(({ code }) => code), [rows]);
  const total = facets?.total ?? rows.length;
  const picks = selection.kind === 'all' || selection.codes.size > 0;

  const look = (next: ListState): void => set(next, { look: true });
  const go = (index: number): void => {
    setActive(index);
    remember(search, { active: index });
    const row = rows[index];
    if (state.peek !== null && row) look({ ...state, peek: row.code });
    table.current?.focus();
  };
  const open = useCallback(
    (code: string) => void navigate({ to: '/cases/$code', params: { code }, search }),
    [navigate, search],
  );
  const peek = (code: string | null): void => look({ ...state, peek: code });
  const tick = (index: number, range: boolean): void => {
    const code = shown[index];
    if (code === undefined) return;
    select(range ? selectRange(selection, shown, anchor.current, index) : toggleOne(selection, code, shown));
    anchor.current = index;
  };
  useCaseKeys({
    rows,
    active,
    go,
    peek: (row: CaseRow) => peek(state.peek === row.code ? null : row.code),
    open,
    tick: (index) => tick(index, false),
    tickPage: () => select(togglePage(selection, shown)),
    clear: () => (state.peek !== null ? peek(null) : select(NOTHING)),
    clearable: state.peek !== null || picks,
  });

  const chooseColumns = (next: readonly ColumnName[]): void => {
    keepColumns(next);
    look({ ...state, columns: next });
  };
  const hrefOf = useCallback(
    (code: string) => router.buildLocation({ to: '/cases/$code', params: { code }, search }).href,
    [router, search],
  );
  const chips = filterChips(state, words).map(({ left, ...chip }) => ({
    ...chip,
    onRemove: () => set(left),
  }));
  const panel = <CaseFacetsPanel state={state} facets={facets} onChange={set} />;

  return (
    <div className={`${style.page} ${state.peek === null ? '' : style.peeking}`}>
      {wide ? (
        <aside className={style.facets} aria-label={words.cases.filters}>
          {panel}
        </aside>
      ) : null}
      <section className={style.list} aria-label={words.cases.title}>
        <header className={style.head}>
          <h1>{words.cases.title}</h1>
          {facets ? (
            <p className={style.summary}>
              {words.cases.summary(facets.open, facets.waitingForPerson)}
              {isFiltered(state) ? `; ${words.cases.matching(facets.total)}` : ''}
            </p>
          ) : null}
          <div className={style.buttons}>
            {wide ? null : (
              <Button variant="subtle" leftSection={<Icon name="filter" />} onClick={() => setDrawer(true)}>
                {words.cases.filters}
              </Button>
            )}
            <span className={style.columns}>
              <ColumnsMenu columns={columns} onChange={chooseColumns} />
            </span>
            <ViewsMenu
              search={writePlainSearch(writeListState({ ...state, columns, peek: null })).slice(1)}
              onOpen={(view) => set(readListState(readPlainSearch(view)))}
            />
          </div>
        </header>
        <div className={style.chips}>
          <FilterChips
            chips={[
              ...chips,
              { name: 'sort', title: words.cases.sort, values: words.cases.sorts[state.sort] },
            ]}
            onClear={isFiltered(state) ? () => set(withoutFilters(state)) : undefined}
          />
        </div>
        {facets ? (
          <FirstVisit
            waiting={facets.waitingForPerson}
            onShow={() => set(only(withoutFilters(state), 'waits', 'person'))}
          />
        ) : null}
        <NewBanner onShow={showAnew} />
        {error ? <ErrorState error={error} onRetry={retry} /> : null}
        {loading ? (
          <div className={style.bones}>
            <Bones lines={16} height={36} />
          </div>
        ) : null}
        {!loading && !error && rows.length === 0 ? (
          <EmptyState
            title={isFiltered(state) ? words.cases.noMatch : words.cases.noCases}
            action={
              isFiltered(state) ? (
                <Button onClick={() => set(withoutFilters(state))}>{words.look.clearFilters}</Button>
              ) : undefined
            }
          >
            {isFiltered(state) ? words.cases.noMatchHelp : words.cases.noCasesHelp}
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <CaseTable
            ref={table}
            rows={rows}
            total={total}
            more={more}
            onMore={loadMore}
            columns={columns}
            sort={state.sort}
            onSort={(sort) => set({ ...state, sort })}
            active={active}
            onActive={go}
            selection={selection}
            onTick={tick}
            onTickPage={() => select(togglePage(selection, shown))}
            onFilter={(how, name, value) =>
              set(how === 'only' ? only(state, name, value) : exclude(state, name, value))
            }
            onPeek={peek}
            onOpen={open}
            hrefOf={hrefOf}
            startAt={place.offset}
            onScroll={(offset) => remember(search, { offset })}
          />
        ) : null}
        {picks ? (
          <SelectionBar
            selection={selection}
            matching={total}
            offerAll={
              shown.length < total &&
              selection.kind === 'some' &&
              shown.every((code) => selection.codes.has(code))
            }
            onAll={() => select({ kind: 'all' })}
            onDrop={() => select(NOTHING)}
            onBulk={setBulk}
          />
        ) : null}
        {run ? (
          <BulkProgress
            run={run.run}
            open={run.open}
            onOpen={(shownNow) => setRun({ ...run, open: shownNow })}
            onFinished={showAnew}
            onOver={() => setRun(null)}
          />
        ) : null}
      </section>
      {state.peek === null ? null : <Peek code={state.peek} search={search} onClose={() => peek(null)} />}
      {drawer && !wide ? (
        <Drawer
          opened
          onClose={() => setDrawer(false)}
          size={288}
          title={words.cases.filters}
          closeButtonProps={{ 'aria-label': words.look.close }}
        >
          <div className={style.inDrawer}>{panel}</div>
        </Drawer>
      ) : null}
      {bulk ? (
        <BulkDialog
          action={bulk}
          which={
            selection.kind === 'all'
              ? { search: writePlainSearch(matching).slice(1) }
              : { codes: [...selection.codes] }
          }
          onStarted={(started) => {
            setBulk(null);
            select(NOTHING);
            setRun({ run: started, open: true });
          }}
          onClose={() => setBulk(null)}
        />
      ) : null}
    </div>
  );
}
