import { Module } from '@nestjs/common';

import { AttachRepository } from './attach.repository.js';
import { BulkRepository } from './bulk.repository.js';
import { BulkService } from './bulk.service.js';
import { ByHandRepository } from './by-hand.repository.js';
import { CasesByHand } from './by-hand.service.js';
import { CaseDeskView } from './case-desk.view.js';
import { CaseEntriesView } from './case-entries.view.js';
import { CaseFacetsView } from './case-facets.view.js';
import { CaseListView } from './case-list.view.js';
import { CasePageView } from './case-page.view.js';
import { CaseWordsView } from './case-words.view.js';
import { CasesService } from './cases.service.js';
import { DecisionRepository } from './decision.repository.js';
import { DueRepository } from './due.repository.js';
import { ListedRepository } from './listed.repository.js';
import { LineCasesView } from './line-cases.view.js';
import { NewestSightingsView } from './newest-sightings.view.js';
import { QuietDayRepository } from './quiet-day.repository.js';
import { QuietDaysService } from './quiet-days.service.js';
import { TimelineRepository } from './timeline.repository.js';

@Module({
  providers: [
    AttachRepository,
    DueRepository,
    DecisionRepository,
    TimelineRepository,
    QuietDayRepository,
    ListedRepository,
    ByHandRepository,
    CasesByHand,
    BulkRepository,
    BulkService,
    CasesService,
    QuietDaysService,
    CaseListView,
    CasePageView,
    NewestSightingsView,
    CaseDeskView,
    CaseFacetsView,
    CaseEntriesView,
    CaseWordsView,
    LineCasesView,
  ],
  exports: [
    CasesService,
    CasesByHand,
    BulkService,
    QuietDaysService,
    CaseListView,
    CasePageView,
    NewestSightingsView,
    CaseDeskView,
    CaseFacetsView,
    CaseEntriesView,
    CaseWordsView,
    LineCasesView,
  ],
})
export class CasesModule {}
