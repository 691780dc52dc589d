import { z } from 'zod';

import { OPERATOR_ROLES } from '@lazaret/kernel';

import { route } from './route.js';
import { count, instant, pageOf, paging } from './shapes.js';

const params = z.object({ name: z.string().min(1).max(100) });
const roles = z.array(z.enum(OPERATOR_ROLES)).min(1).max(OPERATOR_ROLES.length);

export const operatorRow = z.object({
  name: z.string(),
  displayName: z.string(),
  roles,
  disabled: z.boolean(),
  lockedUntil: instant.nullable(),
  createdAt: instant,
  signedInAt: instant.nullable(),
  sessions: count,
  version: count,
});

/** One line of the audit. What changed stands in `before` and `after`; no person's data is in it. */
export const auditRow = z.object({
  id: count,
  at: instant,
  actor: z.string(),
  actorKind: z.enum(['operator', 'client', 'system']),
  action: z.string(),
  subject: z.string(),
  why: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  hash: z.string(),
});

export const operatorRoutes = {
  operators: route({
    method: 'GET', path: '/operators', allowed: 'operator.manage', tag: 'operators', summary: 'Who may sign in, at most 500.',
    reply: z.object({ items: z.array(operatorRow) }),
  }),
  addOperator: route({
    method: 'POST', path: '/operators', allowed: 'operator.manage', tag: 'operators', status: 201,
    summary: 'Let somebody in. Answers a first password, once; it must be changed at the first sign-in.',
    body: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'lower case letters, digits, dot, dash'), displayName: z.string().trim().min(1).max(100), roles }),
    reply: operatorRow.extend({ firstPassword: z.string() }),
  }),
  changeOperator: route({
    method: 'PATCH', path: '/operators/:name', allowed: 'operator.manage', tag: 'operators', ifMatch: true,
    summary: 'Change roles or name, lock out or let in again. Sessions of who is locked out end.', params,
    body: z.object({ displayName: z.string().trim().min(1).max(100).optional(), roles: roles.optional(), disabled: z.boolean().optional() }), reply: operatorRow,
  }),
  resetPassword: route({
    method: 'POST', path: '/operators/:name/password', allowed: 'operator.manage', tag: 'operators',
    summary: 'Give a new first password, shown once. Every session of the operator ends.', params, body: z.object({}), reply: z.object({ firstPassword: z.string() }),
  }),
  endSessions: route({
    method: 'DELETE', path: '/operators/:name/sessions', allowed: 'operator.manage', tag: 'operators', summary: 'End every session of an operator.', params,
  }),
  audit: route({
    method: 'GET', path: '/audit', allowed: 'audit.read', tag: 'audit', summary: 'Who did what, the newest first.',
    query: z.object({ actor: z.string().max(100).optional(), action: z.string().max(60).optional(), subject: z.string().max(200).optional(), ...paging }),
    reply: pageOf(auditRow),
  }),
  verifyAudit: route({
    method: 'POST', path: '/audit/verify', allowed: 'audit.read', tag: 'audit', summary: 'Is the chain unbroken?', body: z.object({}),
    reply: z.object({ intact: z.boolean(), checked: count, brokenAt: count.nullable(), why: z.string().nullable(), head: z.string().nullable() }),
  }),
} as const; // prettier-ignore
