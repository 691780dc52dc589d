import { z } from 'zod';

import { addressBlocks, originText, portNumber, secretText } from '@lazaret/platform';

const database = z.string().regex(/^postgres(ql)?:\/\//, 'write postgres://user:password@host:port/database');

/** Settings of the portal; an app reads them from its environment. */
export const portalShape = {
  LAZARET_PORTAL_DATABASE_URL: secretText(database).describe(
    'PostgreSQL, by a login that is only in the role lazaret_portal',
  ),
  LAZARET_PORTAL_HOST: z.string().min(1).default('127.0.0.1').describe('Where the portal listens'),
  LAZARET_PORTAL_PORT: portNumber.default(8_080).describe('Its port; 0 takes a free one'),
  LAZARET_PORTAL_URL: originText
    .optional()
    .describe('Its address as visitors reach it, https://host; where it listens if not set'),
  LAZARET_PORTAL_KEY: secretText(z.string().min(32, 'at least 32 characters')).describe('Signs forms'),
  LAZARET_PORTAL_TRUST_PROXY: addressBlocks
    .default([])
    .describe('Addresses of proxies whose Forwarded header is believed, as blocks with commas between'),
  LAZARET_PORTAL_OBSERVE_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where the portal’s /metrics, /healthz and /readyz listen'),
  LAZARET_PORTAL_OBSERVE_PORT: portNumber.default(9_465).describe('Their port; 0 takes a free one'),
};
