import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { routes } from '@lazaret/contracts';

import { Problem } from './ask.js';
import { Frame } from './frame/Frame.js';
import { NotFound } from './frame/NotFound.js';
import { firstPage } from './frame/pages.js';
import { ErrorState } from './look/ErrorState.js';
import { readPlainSearch, writePlainSearch, type PlainSearch } from './plain-search.js';
import { PasswordPage } from './session/PasswordPage.js';
import { SignInPage } from './session/SignInPage.js';
import { asking } from './use-ask.js';

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ to, over }: PlainSearch): { to?: string; over?: string } => ({
    ...(to === undefined ? {} : { to }),
    ...(over === undefined ? {} : { over }),
  }),
  component: SignInPage,
});

const password = createRoute({ getParentRoute: () => root, path: '/password', component: PasswordPage });

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      const session = await client.ensureQueryData({ ...asking(routes.session, {}), retry: false });
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- so the router is told
      if (session.mustChangePassword) throw redirect({ to: '/password' });
      return { session };
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- so the router is told
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
      throw error;
    }
  },
  component: Frame,
  errorComponent: ({ error, reset }: ErrorComponentProps) => <ErrorState error={error} onRetry={reset} />,
});

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    const { path, search } = firstPage(session.permissions, session.roles);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- so the router is told
    throw redirect({ to: path, search });
  },
});

/** What a page's address says behind the `?`; each page reads it for itself. */
const anySearch = (search: PlainSearch): PlainSearch => search;

const casesPage = createRoute({
  getParentRoute: () => frame, path: '/cases', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./cases/CasesPage.js'), 'CasesPage'),
}); // prettier-ignore
const casePage = createRoute({
  getParentRoute: () => frame, path: '/cases/$code', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./cases/CasePage.js'), 'CasePage'),
}); // prettier-ignore
const helplinePage = createRoute({
  getParentRoute: () => frame, path: '/helpline', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./helpline/HelplinePage.js'), 'HelplinePage'),
}); // prettier-ignore
const linesPage = createRoute({
  getParentRoute: () => frame, path: '/lines', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./lines/LinesPage.js'), 'LinesPage'),
}); // prettier-ignore
const linePage = createRoute({
  getParentRoute: () => frame, path: '/lines/$ref', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./lines/LinePage.js'), 'LinePage'),
}); // prettier-ignore
const reportsPage = createRoute({
  getParentRoute: () => frame, path: '/reports', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./reports/ReportsPage.js'), 'ReportsPage'),
}); // prettier-ignore
const reportPage = createRoute({
  getParentRoute: () => frame, path: '/reports/$id', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./reports/ReportPage.js'), 'ReportPage'),
}); // prettier-ignore
const gardenPage = createRoute({
  getParentRoute: () => frame, path: '/garden', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./garden/GardenPage.js'), 'GardenPage'),
}); // prettier-ignore
const noticesPage = createRoute({
  getParentRoute: () => frame, path: '/notices', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./notices/NoticesPage.js'), 'NoticesPage'),
}); // prettier-ignore
const noticePage = createRoute({
  getParentRoute: () => frame, path: '/notices/$id', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./notices/NoticePage.js'), 'NoticePage'),
}); // prettier-ignore
const policyPage = createRoute({
  getParentRoute: () => frame, path: '/policy', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./policy/PolicyPage.js'), 'PolicyPage'),
}); // prettier-ignore
const policyVersionPage = createRoute({
  getParentRoute: () => frame, path: '/policy/$id', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./policy/PolicyVersionPage.js'), 'PolicyVersionPage'),
}); // prettier-ignore
const approvalsPage = createRoute({
  getParentRoute: () => frame, path: '/approvals', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./approvals/ApprovalsPage.js'), 'ApprovalsPage'),
}); // prettier-ignore
const auditPage = createRoute({
  getParentRoute: () => frame, path: '/audit', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./audit/AuditPage.js'), 'AuditPage'),
}); // prettier-ignore
const settingsPage = createRoute({
  getParentRoute: () => frame, path: '/settings', validateSearch: anySearch,
  component: lazyRouteComponent(() => import('./settings/SettingsPage.js'), 'SettingsPage'),
}); // prettier-ignore

const tree = root.addChildren([
  signIn,
  password,
  frame.addChildren([
    home, casesPage, casePage, helplinePage, linesPage, linePage, reportsPage, reportPage, gardenPage, noticesPage, noticePage,
    policyPage, policyVersionPage, approvalsPage, auditPage, settingsPage,
  ]),
]); // prettier-ignore

// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the tree of routes is the type
export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch: readPlainSearch,
    stringifySearch: writePlainSearch,
    defaultPreload: 'intent',
    // Answers are kept by the query client; a preloaded page is only its code.
    defaultPreloadStaleTime: 0,
    scrollRestoration: false,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
