/** The cases room: open, attach, move, clear, close, timeline. */
export { CasesModule } from './cases.module.js';
export { CasesService, type Attached } from './cases.service.js';
export { type Withdrawal } from './attach.repository.js';
export { type Touched } from './due.repository.js';
export { type CaseDecision, type Recorded } from './case-decision.js';
export { type CaseSnapshot, type Evidence, type LastDecision } from './case-snapshot.js';
export { ACTOR_KINDS, type Actor, type ActorKind, type CaseHappening } from './case-event.js';
export {
  CASE_STATES,
  CLOSE_REASONS,
  IllegalMove,
  move,
  MOVES,
  type CaseState,
  type CloseReason,
  type Destination,
  type Standing,
} from './case-state.js';
export { readCaseCode } from './read-case-code.js';
export { OPENS } from './evidence-that-opens.js';
export { WITHDRAWN_BECAUSE, type WithdrawalAnswer } from './explain-withdrawal.js';
export {
  CaseListView,
  LONGEST_PAGE,
  type CaseFilter,
  type CaseLine,
  type CaseListPage,
} from './case-list.view.js';
export {
  CasePageView,
  LONGEST_LIST,
  type CasePage,
  type DecisionEntry,
  type SightingEntry,
  type TimelineEntry,
} from './case-page.view.js';
export { NewestSightingsView, type NewestSighting } from './newest-sightings.view.js';
export { Case, casesEntities } from './case.entity.js';
export { CaseEvent } from './case-event.entity.js';
export { sayEvent } from './say-event.js';
