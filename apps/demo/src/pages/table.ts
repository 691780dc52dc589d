import { markup, type Markup } from './markup.js';

export interface Column {
  readonly head: string;
  /** Figures stand right, under each other. */
  readonly figure?: boolean;
}

/**
 * A table that becomes a list of small blocks on a narrow screen, each cell with its heading before it. The roles are
 * said aloud because browsers forget them when a stylesheet lays a table out otherwise.
 */
export function table(
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly Markup[])[],
): Markup {
  const classOf = (column: Column | undefined): Markup | null => (column?.figure ? markup` class="n"` : null);
  const heads = columns.map(
    (column) => markup`<th scope="col" role="columnheader"${classOf(column)}>${column.head}</th>`,
  );
  const cells = (row: readonly Markup[]): readonly Markup[] =>
    row.map(
      (cell, i) =>
        markup`<td role="cell"${classOf(columns[i])} data-head="${columns[i]?.head ?? ''}"><div>${cell}</div></td>`,
    );
  return markup`<table role="table" aria-label="${name}"><thead role="rowgroup"><tr role="row">${heads}</tr></thead>
    <tbody role="rowgroup">${rows.map((row) => markup`<tr role="row">${cells(row)}</tr>`)}</tbody></table>`;
}

export const code = (text: string | number): Markup => markup`<code>${text}</code>`;
/** A long name that may break: a file, never an address. */
export const file = (text: string): Markup => markup`<code class="file">${text}</code>`;
/** What the network calls a line: it breaks after its `@`, and in a word only where there is no other way. */
export function name(text: string): Markup {
  const [user = '', ...realm] = text.split('@');
  return markup`<code class="name">${user}${realm.map((part) => markup`@<wbr>${part}`)}</code>`;
}
export const text = (words: string | number): Markup => markup`${words}`;
