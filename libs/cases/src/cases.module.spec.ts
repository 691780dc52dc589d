import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';

import { CaseListView } from './case-list.view.js';
import { CasePageView } from './case-page.view.js';
import { CasesModule } from './cases.module.js';
import { CasesService } from './cases.service.js';

it('the module gives its service and views', async () => {
  const module = await Test.createTestingModule({ imports: [CasesModule] }).compile();
  for (const door of [CasesService, CaseListView, CasePageView])
    expect(module.get(door)).toBeInstanceOf(door);
  await module.close();
});
