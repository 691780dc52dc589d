import { z } from 'zod';

import { REFUSALS } from '@lazaret/kernel';

import { route } from './route.js';
import { count, day, id, instant, pageOf, paging } from './shapes.js';

export const reportRow = z.object({
  id: count,
  feed: z.string(),
  name: z.string(),
  reportType: z.string().nullable(),
  state: z.enum(['stored', 'parsing', 'parsed', 'failed']),
  bytes: count,
  receivedAt: instant,
  finishedAt: instant.nullable(),
  rows: count,
  observed: count,
  duplicate: count,
  rejected: count,
  /** While it is read: rows settled so far. */
  parsedTo: count,
  error: z.string().nullable(),
});

export const feedRow = z.object({
  name: z.string(),
  provider: z.string(),
  format: z.string(),
  upstream: z.string(),
  everyMinutes: count,
  dueAt: instant.nullable(),
  pulledAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  failures: count,
  lastError: z.string().nullable(),
  /** Report types it brought, and whether a person has activated them. */
  types: z.array(
    z.object({
      reportType: z.string(),
      mappingVersion: z.string(),
      activatedAt: instant.nullable(),
      activatedBy: z.string().nullable(),
      observations: count,
      lines: count,
    }),
  ),
  /** Of the last 14 days, the rows that ought to have a line and those that have one. */
  attribution: z.array(z.object({ day, asked: count, lines: count })),
});

export const reportRoutes = {
  reports: route({
    method: 'GET', path: '/reports', allowed: 'report.read', tag: 'reports', summary: 'Reports, the newest first.',
    query: z.object({ feed: z.string().max(63).optional(), state: reportRow.shape.state.optional(), rejected: z.enum(['yes']).optional(), ...paging }),
    reply: pageOf(reportRow),
  }),
  report: route({
    method: 'GET', path: '/reports/:id', allowed: 'report.read', tag: 'reports', summary: 'One report.', params: z.object({ id }),
    reply: reportRow.extend({
      sha256: z.string(),
      mappingVersion: z.string().nullable(),
      /** Why rows have no line. */
      unattributed: z.array(z.object({ why: z.enum(REFUSALS), count })),
    }),
  }),
  rejectedRows: route({
    method: 'GET', path: '/reports/:id/rejected', allowed: 'report.read', tag: 'reports',
    summary: 'Rows that could not be read, each with the place and the reason.', params: z.object({ id }), query: z.object(paging),
    reply: pageOf(z.object({ line: count, column: z.string().nullable(), reason: z.string(), raw: z.string() })),
  }),
  feeds: route({
    method: 'GET', path: '/feeds', allowed: 'report.read', tag: 'reports', summary: 'Where reports come from, and how well it works.',
    reply: z.object({ items: z.array(feedRow) }),
  }),
  activate: route({
    method: 'POST', path: '/feeds/:name/activate', allowed: 'feed.activate', tag: 'reports',
    summary: 'Let a report type count: until then it makes cases and no letters.', params: z.object({ name: z.string().max(63) }),
    body: z.object({ reportType: z.string().min(1).max(100), mappingVersion: z.string().min(1).max(100) }), reply: feedRow,
  }),
} as const; // prettier-ignore
