/** What crosses HTTP: the catalogue of routes with their requests and replies. */
export * from './approvals.js';
export * from './cases.js';
export * from './garden.js';
export * from './health.js';
export * from './lines.js';
export * from './notices.js';
export * from './operators.js';
export * from './policy.js';
export * from './reports.js';
export { openapi, type OpenapiOptions } from './openapi.js';
export { route, type Allowed, type Asked, type Asking, type Reply, type Route } from './route.js';
export { API_BASE, routes, type RouteName } from './routes.js';
export * from './session.js';
export { LONGEST_PAGE, problem, type ProblemReply, type Wanted } from './shapes.js';
export * from './words.js';
