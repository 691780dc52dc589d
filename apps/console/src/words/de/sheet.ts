import type { sheetWords as english } from '../en/sheet.js';

export const sheetWords = {
  filters: 'Filter',
  every: 'alle',
  older: 'Mehr zeigen',
  noMatch: 'Nichts passt zu diesen Filtern',
  noMatchHelp: 'Nehmen Sie einen Filter weg, oder alle.',
} satisfies typeof english;
