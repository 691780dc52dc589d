import type { caseWords as english } from '../en/cases.js';

export const caseWords = { title: 'Fälle' } satisfies typeof english;
