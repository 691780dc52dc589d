import { z } from 'zod';

import { route } from './route.js';
import { count, instant } from './shapes.js';

export const deskHealth = z.object({
  /** The domain's time. In a demo its clock is moved by hand. */
  now: instant,
  virtual: z.boolean(),
  /** How long the oldest due work has been waiting. */
  oldestDueSeconds: z.number().nonnegative(),
  /** Of today's rows that ought to have a line, how many have one; null without rows. */
  attributionToday: z.number().min(0).max(1).nullable(),
  /** What waits for a person, by page of the console. */
  waiting: z.object({ cases: count, garden: count, approvals: count, reports: count, notices: count }),
  notes: z.array(
    z.object({ level: z.enum(['warning', 'danger']), text: z.string(), page: z.string().nullable() }),
  ),
});

export const healthRoutes = {
  health: route({
    method: 'GET', path: '/health', allowed: 'signed-in', tag: 'health', summary: 'How the house is, in a few figures.', reply: deskHealth,
  }),
  events: route({
    method: 'GET', path: '/events', allowed: 'signed-in', tag: 'health', events: true,
    summary: 'Server-sent events: `cases` when cases changed (how many, since when), `clock` when the domain clock was moved.',
  }),
  openapi: route({
    method: 'GET', path: '/openapi.json', allowed: 'anybody', tag: 'health', summary: 'This API, as OpenAPI 3.1.', reply: z.record(z.string(), z.unknown()),
  }),
} as const; // prettier-ignore
