import { DeskCaseEntries } from './desk-case-entries.service.js';
import { DeskCasePage } from './desk-case-page.service.js';
import { DeskCases } from './desk-cases.service.js';
import { KnowCase } from './know-case.service.js';
import { WhyChains } from './why-chains.service.js';

/** What shows cases. */
export const deskCases = [WhyChains, DeskCases, KnowCase, DeskCaseEntries, DeskCasePage] as const;
