import type { Reply } from '@lazaret/contracts';
import type { routes } from '@lazaret/contracts';
import type { Permission } from '@lazaret/kernel';

import { OPEN_CASES } from '../cases/list-state.js';
import type { PlainSearch } from '../plain-search.js';
import type { Words } from '../words/words.js';

export interface Page {
  readonly name: keyof Words['frame']['pages'];
  readonly path:
    | '/cases'
    | '/helpline'
    | '/lines'
    | '/reports'
    | '/garden'
    | '/notices'
    | '/policy'
    | '/approvals'
    | '/audit'
    | '/settings';
  /** How it looks to who comes in by the rail. */
  readonly search: PlainSearch;
  /** Who may see it; null: whoever is signed in. */
  readonly permission: Permission | null;
  /** Which of the figures of what waits for a person is its own. */
  readonly waiting: keyof Reply<typeof routes.health>['waiting'] | null;
  /** Goes there. */
  readonly keys: `g ${string}`;
  /** The second part of the rail: rules and records rather than daily work. */
  readonly second: boolean;
}

/** The pages of the rail, from top to bottom. */
export const PAGES: readonly Page[] = [
  { name: 'cases', path: '/cases', search: OPEN_CASES, permission: 'case.read', waiting: 'cases', keys: 'g c', second: false },
  { name: 'helpline', path: '/helpline', search: {}, permission: 'helpline.search', waiting: null, keys: 'g h', second: false },
  { name: 'lines', path: '/lines', search: {}, permission: 'line.read', waiting: null, keys: 'g l', second: false },
  { name: 'reports', path: '/reports', search: {}, permission: 'report.read', waiting: 'reports', keys: 'g r', second: false },
  { name: 'garden', path: '/garden', search: {}, permission: 'garden.read', waiting: 'garden', keys: 'g w', second: false },
  { name: 'notices', path: '/notices', search: {}, permission: 'notice.read', waiting: 'notices', keys: 'g n', second: false },
  { name: 'policy', path: '/policy', search: {}, permission: 'policy.read', waiting: null, keys: 'g p', second: true },
  { name: 'approvals', path: '/approvals', search: {}, permission: 'approval.read', waiting: 'approvals', keys: 'g a', second: true },
  { name: 'audit', path: '/audit', search: {}, permission: 'audit.read', waiting: null, keys: 'g u', second: true },
  { name: 'settings', path: '/settings', search: {}, permission: null, waiting: null, keys: 'g s', second: true },
]; // prettier-ignore

export function pagesFor(permissions: readonly Permission[]): readonly Page[] {
  return PAGES.filter(({ permission }) => permission === null || permissions.includes(permission));
}

/** Where somebody begins: who only answers the telephone, at the help line; else at the first page that is theirs. */
export function firstPage(
  permissions: readonly Permission[],
  roles: readonly string[],
): Pick<Page, 'path' | 'search'> {
  const may = pagesFor(permissions);
  const wanted = roles.length === 1 && roles[0] === 'helpline' ? 'helpline' : may[0]?.name;
  return may.find(({ name }) => name === wanted) ?? { path: '/settings', search: {} };
}
