/** The cases room: open, attach, move, clear, close, timeline. */
export { CasesModule } from './cases.module.js';
export { CasesService, type Attached } from './cases.service.js';
export { type CaseDecision } from './case-decision.js';
export { type CaseSnapshot } from './case-snapshot.js';
export { type CaseHappening } from './case-event.js';
export { CaseListView, LONGEST_PAGE, type CaseLine } from './case-list.view.js';
export { CasePageView, type CasePage, type DecisionEntry, type TimelineEntry } from './case-page.view.js';
export { NewestSightingsView } from './newest-sightings.view.js';
export { type DayFacts, type DayVerdict } from './judge-day.js';
export { type UnjudgedDay } from './quiet-day.repository.js';
export { QuietDaysService } from './quiet-days.service.js';
export { casesEntities } from './case.entity.js';
export { sayEvent } from './say-event.js';
