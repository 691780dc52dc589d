export const sheetWords = {
  filters: 'Filters',
  every: 'all',
  older: 'Show more',
  noMatch: 'Nothing matches these filters',
  noMatchHelp: 'Take a filter away, or all of them.',
};
