import { expect, it } from 'vitest';

import { de } from '../words/de.js';
import { en } from '../words/en.js';
import { saySubject } from './say-subject.js';

it.each([
  ['case K7QM-2TXD, line 4711-08', 'line 4711-08, case K7QM-2TXD', 'Anschluss 4711-08, Fall K7QM-2TXD'],
  ['policy 2026-04', 'policy 2026-04', 'Regeln 2026-04'],
  ['something else', 'something else', 'something else'],
])('%s', (subject, english, german) => {
  expect([saySubject(subject, en), saySubject(subject, de)]).toEqual([english, german]);
});
