import { describe, expect, it } from 'vitest';

import { fitColumns, gridOf, moveColumn, toggleColumn, USUAL_COLUMNS } from './columns.js';

describe('fitColumns', () => {
  it.each([
    [1_000, ['what', 'state', 'why', 'seen', 'days', 'next']],
    [760, ['what', 'state', 'why', 'seen', 'next']],
    [544, ['what', 'state', 'seen', 'next']],
    [420, ['what', 'state', 'seen']],
    [300, ['what', 'state']],
  ])('%d px', (width, left) => {
    expect(fitColumns(USUAL_COLUMNS, width)).toEqual(left);
  });
  it('drops what was added before what is usual, the last first', () => {
    expect(fitColumns(['what', 'state', 'code', 'seen', 'region'], 590)).toEqual([
      'what',
      'state',
      'code',
      'seen',
      'region',
    ]);
    expect(fitColumns(['what', 'state', 'code', 'seen', 'region'], 580)).toEqual([
      'what',
      'state',
      'code',
      'seen',
    ]);
  });
  it('always says what it is', () => {
    expect(fitColumns(['seen'], 500)).toEqual(['what', 'seen']);
  });
});

it('gridOf writes CSS', () => {
  expect(gridOf(['what', 'state'])).toBe('minmax(176px, 3fr) 156px');
});

it('moveColumn stays inside', () => {
  expect(moveColumn(['what', 'state', 'why'], 'why', -1)).toEqual(['what', 'why', 'state']);
  expect(moveColumn(['what', 'state'], 'what', -1)).toEqual(['what', 'state']);
});

it('toggleColumn adds at the end', () => {
  expect(toggleColumn(['what'], 'code')).toEqual(['what', 'code']);
  expect(toggleColumn(['what', 'code'], 'code')).toEqual(['what']);
});
