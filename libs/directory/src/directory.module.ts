import { Module } from '@nestjs/common';

import { ContactRepository } from './contact.repository.js';
import { DirectoryService } from './directory.service.js';
import { ImportRunRepository } from './import/import-run.repository.js';
import { DirectoryImportService } from './import/import.service.js';
import { MergeLinesRepository } from './import/merge-lines.repository.js';
import { MergePeopleRepository } from './import/merge-people.repository.js';
import { MergeSpansRepository } from './import/merge-spans.repository.js';
import { StageRepository } from './import/stage.repository.js';
import { LineListView } from './line-list.view.js';
import { LineRepository } from './line.repository.js';
import { LookupRepository } from './lookup.repository.js';

@Module({
  providers: [
    LineRepository,
    ContactRepository,
    LookupRepository,
    LineListView,
    StageRepository,
    MergeLinesRepository,
    MergePeopleRepository,
    MergeSpansRepository,
    ImportRunRepository,
    DirectoryService,
    DirectoryImportService,
  ],
  exports: [DirectoryService, LineListView, DirectoryImportService],
})
export class DirectoryModule {}
