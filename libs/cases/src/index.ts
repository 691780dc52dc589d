/** The cases room: open, attach, move, clear, close, timeline. */
export { CasesModule } from './cases.module.js';
export { CasesService, type Attached } from './cases.service.js';
export { CasesByHand } from './by-hand.service.js';
export { type TakenCase } from './by-hand.repository.js';
export { BulkService } from './bulk.service.js';
export { type BulkAction, type BulkItem, type BulkRun } from './bulk.repository.js';
export { type CaseDecision } from './case-decision.js';
export { type CaseSnapshot } from './case-snapshot.js';
export { type CaseHappening } from './case-event.js';
export { CaseListView, LONGEST_PAGE, type CaseLine } from './case-list.view.js';
export { CasePageView, type CasePage, type DecisionEntry, type TimelineEntry } from './case-page.view.js';
export {
  CaseDeskView,
  type DeskCase,
  type DeskPage,
  type DeskRow,
  type Neighbours,
} from './case-desk.view.js';
export {
  CaseEntriesView,
  type DeskDecision,
  type DeskEntry,
  type DeskSighting,
  type Paged,
  type Paging,
  type SeenBy,
} from './case-entries.view.js';
export { CaseFacetsView, type FacetCount, type FacetCounts } from './case-facets.view.js';
export { CaseNewsView, MOST_NEWS, type NewsMark } from './case-news.view.js';
export { CaseWordsView, type Ask, type CaseWords } from './case-words.view.js';
export { type Facet, type ListedFilter, type Wanted } from './listed-filter.js';
export { type ListedSort } from './listed-sort.js';
export { type ListedLine } from './listed.repository.js';
export { readCaseCode } from './read-case-code.js';
export {
  BADGES,
  NEXT_STEPS,
  WAITS,
  type Badge,
  type CaseStanding,
  type ListedCase,
  type NextStep,
  type Waits,
} from './standing.js';
export { LineCasesView, type LineCase } from './line-cases.view.js';
export { NewestSightingsView } from './newest-sightings.view.js';
export { type DayFacts, type DayVerdict } from './judge-day.js';
export { type UnjudgedDay } from './quiet-day.repository.js';
export { QuietDaysService } from './quiet-days.service.js';
export { casesEntities } from './case.entity.js';
export { sayEvent } from './say-event.js';
