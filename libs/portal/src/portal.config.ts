import { z } from 'zod';

import { IpPrefix, Refused } from '@lazaret/kernel';
import { secretText } from '@lazaret/platform';

const database = z.string().regex(/^postgres(ql)?:\/\//, 'write postgres://user:password@host:port/database');

const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '')
    return url;
  context.addIssue({ code: 'custom', message: 'write https://host, without a path' });
  return z.NEVER;
});

const blocks = z.string().transform((text, context): readonly IpPrefix[] => {
  try {
    return text
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map((part) => IpPrefix.parse(part));
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Refused ? error.message : 'not address blocks',
    });
    return z.NEVER;
  }
});

const port = z.coerce.number().int().min(0).max(65_535);

/** Settings of the portal; an app reads them from its environment. */
export const portalShape = {
  LAZARET_PORTAL_DATABASE_URL: secretText(database).describe(
    'PostgreSQL, by a login that is only in the role lazaret_portal',
  ),
  LAZARET_PORTAL_HOST: z.string().min(1).default('127.0.0.1').describe('Where the portal listens'),
  LAZARET_PORTAL_PORT: port.default(8_080).describe('Its port; 0 takes a free one'),
  LAZARET_PORTAL_URL: origin
    .optional()
    .describe('Its address as visitors reach it, https://host; where it listens if not set'),
  LAZARET_PORTAL_KEY: secretText(z.string().min(32, 'at least 32 characters')).describe('Signs forms'),
  LAZARET_PORTAL_TRUST_PROXY: blocks
    .default([])
    .describe('Addresses of proxies whose Forwarded header is believed, as blocks with commas between'),
  LAZARET_PORTAL_OBSERVE_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where the portal’s /metrics, /healthz and /readyz listen'),
  LAZARET_PORTAL_OBSERVE_PORT: port.default(9_465).describe('Their port; 0 takes a free one'),
};
