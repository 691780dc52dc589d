import { z } from 'zod';

import { GARDEN_STATES } from '@lazaret/kernel';

import { stayLine } from './lines.js';
import { route } from './route.js';
import { count, instant, pageOf, paging, reason, wanted } from './shapes.js';

/** A switch somebody has thrown. */
export const thrown = z.object({
  /** `all`, `nas leipzig-3`, `region saxony`. */
  scope: z.string(),
  at: instant,
  by: z.string(),
});

export const gardenPage = z.object({
  /** Is there a network that could confine? */
  available: z.boolean(),
  stopNew: thrown.nullable(),
  releaseAll: z.array(thrown),
  /** Who has said "go on"; a second person must say it too. */
  resume: z.object({ at: instant, by: z.string() }).nullable(),
  /** Where switches can be thrown from: here, or only on the machine of the worker. */
  switchable: z.boolean(),
  states: z.array(z.object({ state: z.enum(GARDEN_STATES), count })),
  caps: z.object({
    day: z.object({ used: count, most: count }),
    /** Per BNG in the last hour; those that took anybody in. */
    hour: z.array(z.object({ nas: z.string(), used: count, most: count })),
    mostPerHour: count,
  }),
  drift: count,
  /** The release that has waited longest for the network's word. */
  oldestRelease: instant.nullable(),
});

export const gardenRoutes = {
  garden: route({
    method: 'GET', path: '/garden', allowed: 'garden.read', tag: 'garden', summary: 'Switches, caps, and how the network obeys.', reply: gardenPage,
  }),
  stays: route({
    method: 'GET', path: '/garden/stays', allowed: 'garden.read', tag: 'garden', summary: 'Stays in the garden, the newest first.',
    query: z.object({ state: wanted(GARDEN_STATES), over: z.enum(['yes', 'no']).optional(), drift: z.enum(['yes']).optional(), nas: z.string().max(253).optional(), ...paging }),
    reply: pageOf(stayLine),
  }),
  throwSwitch: route({
    method: 'POST', path: '/garden/switch', allowed: 'garden.switch', tag: 'garden',
    summary: 'Stop taking in, let everybody out, or go on. Going on takes two people; the others one.',
    body: z.object({ action: z.enum(['stop-new', 'release-all', 'resume']), nas: z.string().max(253).optional(), region: z.string().max(200).optional(), why: reason }),
    reply: gardenPage,
  }),
} as const; // prettier-ignore
