import { z } from 'zod';

import { OPERATOR_ROLES, PERMISSIONS } from '@lazaret/kernel';

import { route } from './route.js';
import { count, id, instant } from './shapes.js';
import { LOCALES, THEMES } from './words.js';

/** At least 12 characters; nothing else is asked of it (NIST SP 800-63B-4 §3.1.1). */
const password = z.string().min(12, 'at least 12 characters').max(200);

export const preferences = z.object({
  locale: z.enum(LOCALES),
  /** IANA name. */
  timeZone: z.string().max(64),
  theme: z.enum(THEMES),
  /** Single-key shortcuts (WCAG 2.1.4). */
  shortcuts: z.boolean(),
});

export const sessionReply = z.object({
  name: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(OPERATOR_ROLES)),
  permissions: z.array(z.enum(PERMISSIONS)),
  preferences,
  /** The password must be changed before anything else. */
  mustChangePassword: z.boolean(),
  expiresAt: instant,
  provider: z.object({
    name: z.string(),
    /** Where the demo's clock is moved; null in production. */
    demo: z.url().nullable(),
  }),
});

export const ownSession = z.object({
  id: z.string(),
  current: z.boolean(),
  startedAt: instant,
  seenAt: instant,
  expiresAt: instant,
  /** What the browser calls itself, cut short. */
  agent: z.string(),
});

/** A list as somebody likes it: filter, sort and columns, as the page's address holds them. */
export const savedView = z.object({
  id,
  name: z.string(),
  page: z.enum(['cases', 'lines', 'reports', 'notices', 'garden', 'audit']),
  search: z.string().max(2_000),
  shared: z.boolean(),
  mine: z.boolean(),
  cases: count.nullable(),
});

export const sessionRoutes = {
  signIn: route({
    method: 'POST', path: '/session', allowed: 'anybody', tag: 'session',
    summary: 'Sign in. Answers the session and sets its cookie.',
    body: z.object({ name: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) }),
    reply: sessionReply,
  }),
  session: route({
    method: 'GET', path: '/session', allowed: 'signed-in', tag: 'session',
    summary: 'Who is signed in, and what he may do.', reply: sessionReply,
  }),
  signOut: route({
    method: 'DELETE', path: '/session', allowed: 'signed-in', tag: 'session', summary: 'Sign out.',
  }),
  changePassword: route({
    method: 'POST', path: '/session/password', allowed: 'signed-in', tag: 'session',
    summary: 'Change the own password. Every other session of the operator ends.',
    body: z.object({ current: z.string().min(1).max(200), next: password }),
  }),
  preferences: route({
    method: 'PUT', path: '/session/preferences', allowed: 'signed-in', tag: 'session',
    summary: 'How the console looks to the operator.', body: preferences, reply: preferences,
  }),
  sessions: route({
    method: 'GET', path: '/sessions', allowed: 'signed-in', tag: 'session',
    summary: 'Where the operator is signed in.', reply: z.object({ items: z.array(ownSession) }),
  }),
  endSession: route({
    method: 'DELETE', path: '/sessions/:id', allowed: 'signed-in', tag: 'session',
    summary: 'End one of the own sessions.', params: z.object({ id: z.string().max(64) }),
  }),
  views: route({
    method: 'GET', path: '/views', allowed: 'signed-in', tag: 'session',
    summary: 'Saved views: the own ones and those shared.', reply: z.object({ items: z.array(savedView) }),
  }),
  saveView: route({
    method: 'POST', path: '/views', allowed: 'signed-in', tag: 'session', status: 201,
    summary: 'Save a view; one of the same name and page is replaced.',
    body: z.object({ name: z.string().trim().min(1).max(60), page: savedView.shape.page, search: savedView.shape.search, shared: z.boolean() }),
    reply: savedView,
  }),
  dropView: route({
    method: 'DELETE', path: '/views/:id', allowed: 'signed-in', tag: 'session',
    summary: 'Forget an own view.', params: z.object({ id }),
  }),
} as const; // prettier-ignore
