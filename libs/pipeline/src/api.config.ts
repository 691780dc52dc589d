import { z } from 'zod';

import { nasConfig } from '@lazaret/garden';
import { addressBlocks, isThisMachine, originText, portNumber } from '@lazaret/platform';

import { houseShape } from './house.config.js';

/** Every setting of the API and of the console it serves. */
export const apiShape = {
  LAZARET_DATABASE_URL: houseShape.LAZARET_DATABASE_URL,
  LAZARET_ARCHIVE_DIR: houseShape.LAZARET_ARCHIVE_DIR,
  LAZARET_MAX_REPORT_MB: houseShape.LAZARET_MAX_REPORT_MB,
  LAZARET_LOG_LEVEL: houseShape.LAZARET_LOG_LEVEL,
  LAZARET_BRANDS: z.string().min(1).optional().describe('File of brands; the console is called by the first'),
  ...nasConfig.shape,
  LAZARET_API_HOST: z.string().min(1).default('127.0.0.1').describe('Where the API and the console listen'),
  LAZARET_API_PORT: portNumber.default(8_080).describe('Their port; 0 takes a free one'),
  // Passwords are typed there, and a browser keeps our cookie to itself only over TLS.
  LAZARET_API_URL: originText
    .refine((url) => url.protocol === 'https:' || isThisMachine(url.hostname), {
      message: 'write https://host: http is for this machine alone',
    })
    .optional()
    .describe('The console’s address as operators reach it, https://host; where it listens if not set'),
  LAZARET_API_TRUST_PROXY: addressBlocks
    .default([])
    .describe('Addresses of proxies whose Forwarded header is believed, as blocks with commas between'),
  LAZARET_API_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(60)
    .max(1_000_000)
    .default(1_200)
    .describe('Of one session; an address may ask four times as often'),
  LAZARET_API_OBSERVE_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where the API’s /metrics, /healthz and /readyz listen'),
  LAZARET_API_OBSERVE_PORT: portNumber.default(9_466).describe('Their port; 0 takes a free one'),
  LAZARET_DEMO_URL: z.url().optional().describe('Where the demo’s clock is moved; only with the demo'),
};
export type ApiConfig = z.output<z.ZodObject<typeof apiShape>>;
