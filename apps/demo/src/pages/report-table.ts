import { sum, type StoryAside, type StoryReport } from '../story.js';
import { markup, type Markup } from './markup.js';
import { number, sayDate } from './say.js';
import { code, file, table, text } from './table.js';
import { reportName } from './words.js';

/** What came on which day: one line a report type, one column a day, rows in the cells. */
export function reportTable(reports: readonly StoryReport[]): Markup {
  const days = [...new Set(reports.map((report) => report.receivedAt.toISOString().slice(0, 10)))].sort();
  const types = [...new Set(reports.map((report) => report.type))].sort();
  const figures = days.map((day) => ({ head: sayDate(new Date(day)), figure: true }));
  const cell = (n: number): Markup => (n === 0 ? markup`<span class="soft">0</span>` : text(number(n)));
  return table(
    'Rows in, by report and day',
    [
      { head: 'Report' },
      ...figures,
      { head: 'Rows', figure: true },
      { head: 'Seen before', figure: true },
      { head: 'Put aside', figure: true },
    ],
    types.map((type) => {
      const mine = reports.filter((report) => report.type === type);
      const on = (day: string): StoryReport[] =>
        mine.filter((report) => report.receivedAt.toISOString().startsWith(day));
      return [
        markup`${reportName(type)} <span class="soft">${code(type)}</span>`,
        ...days.map((day) => cell(sum(on(day).map((report) => report.rows)))),
        text(number(sum(mine.map((report) => report.rows)))),
        cell(sum(mine.map((report) => report.duplicate))),
        cell(sum(mine.map((report) => report.rejected))),
      ];
    }),
  );
}

export function asideTable(aside: readonly StoryAside[]): Markup {
  return table(
    'Rows put aside',
    [{ head: 'Reason' }, { head: 'Column' }, { head: 'Line', figure: true }, { head: 'Report' }],
    aside.map((row) => [text(row.reason), code(row.column ?? '–'), text(number(row.line)), file(row.report)]),
  );
}
