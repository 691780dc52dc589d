import { approvalRoutes } from './approvals.js';
import { caseRoutes } from './cases.js';
import { gardenRoutes } from './garden.js';
import { healthRoutes } from './health.js';
import { lineRoutes } from './lines.js';
import { noticeRoutes } from './notices.js';
import { operatorRoutes } from './operators.js';
import { policyRoutes } from './policy.js';
import { reportRoutes } from './reports.js';
import { sessionRoutes } from './session.js';

/** Everything the API answers. Its start-up refuses a route that nobody serves. */
export const routes = {
  ...sessionRoutes,
  ...caseRoutes,
  ...lineRoutes,
  ...reportRoutes,
  ...gardenRoutes,
  ...noticeRoutes,
  ...policyRoutes,
  ...approvalRoutes,
  ...operatorRoutes,
  ...healthRoutes,
} as const;
export type RouteName = keyof typeof routes;

/** Where the routes live. */
export const API_BASE = '/api/v1';
