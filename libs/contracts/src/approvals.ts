import { z } from 'zod';

import { route } from './route.js';
import { count, id, instant, pageOf, paging, reason } from './shapes.js';
import { APPROVAL_KINDS, APPROVAL_STATES } from './words.js';

export const approvalRow = z.object({
  id: count,
  kind: z.enum(APPROVAL_KINDS),
  state: z.enum(APPROVAL_STATES),
  /** What it is about, in words: `line 4711-08, case K7QM-2TXD`. */
  subject: z.string(),
  /** Where it can be looked at: a case's code, a policy version's number. */
  case: z.string().nullable(),
  policy: count.nullable(),
  why: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  expiresAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decidedWhy: z.string().nullable(),
  /** The asker cannot agree with himself. */
  mine: z.boolean(),
});

export const approvalRoutes = {
  approvals: route({
    method: 'GET', path: '/approvals', allowed: 'approval.read', tag: 'approvals', summary: 'What waits for a second person, and what became of it.',
    query: z.object({ state: z.enum(APPROVAL_STATES).optional(), ...paging }), reply: pageOf(approvalRow),
  }),
  decideApproval: route({
    method: 'POST', path: '/approvals/:id', allowed: 'approval.decide', tag: 'approvals',
    summary: 'Agree, decline, or take back the own request. What was agreed to is done at once, if it still may be.', params: z.object({ id }),
    body: z.object({ outcome: z.enum(['approved', 'declined', 'withdrawn']), why: reason.optional() }), reply: approvalRow,
  }),
} as const; // prettier-ignore
