import { z } from 'zod';

import { noticeLine } from './cases.js';
import { route } from './route.js';
import { count, id, instant, pageOf, paging } from './shapes.js';

export const noticePage = z.object({
  ...noticeLine.shape,
  line: z.string(),
  templateVersion: z.string().nullable(),
  messageId: z.string(),
  /** Exactly what left; null while nothing has. */
  letter: z.object({ subject: z.string(), text: z.string(), html: z.string() }).nullable(),
});

export const noticeRoutes = {
  notices: route({
    method: 'GET', path: '/notices', allowed: 'notice.read', tag: 'notices', summary: 'Letters, the newest first.',
    query: z.object({ state: z.string().max(20).optional(), template: z.string().max(40).optional(), ...paging }),
    reply: pageOf(noticeLine.extend({ line: z.string() })),
  }),
  noticeCounts: route({
    method: 'GET', path: '/notices/counts', allowed: 'notice.read', tag: 'notices', summary: 'How many letters are in each state, of the last 30 days.',
    reply: z.object({ items: z.array(z.object({ state: z.string(), template: z.string(), count })), since: instant }),
  }),
  notice: route({
    method: 'GET', path: '/notices/:id', allowed: 'notice.read', tag: 'notices', summary: 'One letter, exactly as it left. To whom is not part of it.',
    params: z.object({ id }), reply: noticePage,
  }),
} as const; // prettier-ignore
