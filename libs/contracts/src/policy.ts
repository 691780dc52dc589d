import { z } from 'zod';

import { route } from './route.js';
import { count, id, instant, reason } from './shapes.js';

export const policyRow = z.object({
  id: count,
  name: z.string(),
  label: z.string(),
  sha256: z.string(),
  active: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
  activatedAt: instant.nullable(),
  activatedBy: z.string().nullable(),
});

export const policyPage = policyRow.extend({
  content: z.string(),
  caps: z.object({ perHourAndNas: count, perDay: count }),
});

export const policyRoutes = {
  policies: route({
    method: 'GET', path: '/policies', allowed: 'policy.read', tag: 'policy', summary: 'Versions of the policy, the newest first, at most 100.',
    reply: z.object({ items: z.array(policyRow) }),
  }),
  policy: route({ method: 'GET', path: '/policies/:id', allowed: 'policy.read', tag: 'policy', summary: 'One version, whole.', params: z.object({ id }), reply: policyPage }),
  putPolicy: route({
    method: 'POST', path: '/policies', allowed: 'policy.propose', tag: 'policy', status: 201,
    summary: 'Keep a policy without activating it. Every problem of the file is named.', body: z.object({ content: z.string().min(2).max(200_000) }), reply: policyPage,
  }),
  activatePolicy: route({
    method: 'POST', path: '/policies/:id/activate', allowed: 'policy.propose', tag: 'policy', status: 202,
    summary: 'Ask that this version decides. A second person must agree.', params: z.object({ id }), body: z.object({ why: reason }),
    reply: z.object({ approval: count }),
  }),
} as const; // prettier-ignore
