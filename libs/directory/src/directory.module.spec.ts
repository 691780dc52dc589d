import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';

import { DirectoryModule } from './directory.module.js';
import { DirectoryService } from './directory.service.js';
import { DirectoryImportService } from './import/import.service.js';

it('Nest can put the room together', async () => {
  const module = await Test.createTestingModule({ imports: [DirectoryModule] }).compile();
  expect(module.get(DirectoryService)).toBeInstanceOf(DirectoryService);
  expect(module.get(DirectoryImportService)).toBeInstanceOf(DirectoryImportService);
});
