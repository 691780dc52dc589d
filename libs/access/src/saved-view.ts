export type ViewPage = 'cases' | 'lines' | 'reports' | 'notices' | 'garden' | 'audit';

/** A list as somebody likes it: filter, sort and columns, as the page's address holds them. */
export interface SavedView {
  readonly id: number;
  readonly name: string;
  readonly page: ViewPage;
  readonly search: string;
  readonly shared: boolean;
  readonly mine: boolean;
}

export type NewView = Pick<SavedView, 'name' | 'page' | 'search' | 'shared'>;

/** An operator saves so many at most, and a list shows so many of others. */
export const MOST_VIEWS = 100;
