import { Button } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

import { Bones } from '../look/Bones.js';
import { EmptyState } from '../look/EmptyState.js';
import { ErrorState } from '../look/ErrorState.js';
import { useWords } from '../words/speech.js';
import { Table, type Column } from './Table.js';
import type { Pages } from './use-pages.js';

/** A list in all its states: not there yet, not reached, nothing in it, nothing that matches, and its rows. */
export function List<Row>(props: {
  label: string;
  pages: Pages<Row>;
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string | number;
  strong?: (row: Row) => boolean;
  under?: (row: Row) => ReactNode;
  /** What would be here, and why it is not. */
  none: { readonly title: string; readonly help: string };
  /** Filters are set. */
  onClear?: (() => void) | null;
}): JSX.Element {
  const { label, pages, columns, keyOf, strong, under, none, onClear = null } = props;
  const words = useWords();
  if (pages.error) return <ErrorState error={pages.error} onRetry={pages.retry} />;
  if (pages.rows === null) return <Bones lines={10} height={36} />;
  if (pages.rows.length === 0)
    return onClear ? (
      <EmptyState
        title={words.sheet.noMatch}
        action={<Button onClick={onClear}>{words.look.clearFilters}</Button>}
      >
        {words.sheet.noMatchHelp}
      </EmptyState>
    ) : (
      <EmptyState title={none.title}>{none.help}</EmptyState>
    );
  return (
    <Table
      label={label}
      columns={columns}
      rows={pages.rows}
      keyOf={keyOf}
      {...(strong ? { strong } : {})}
      {...(under ? { under } : {})}
      more={pages.more}
      onMore={pages.loadMore}
    />
  );
}
