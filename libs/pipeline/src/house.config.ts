import { z } from 'zod';

import { feedsConfig } from '@lazaret/feeds';
import { nasConfig } from '@lazaret/garden';
import { noticesConfig } from '@lazaret/notices';
import { LOG_LEVELS, secretText } from '@lazaret/platform';

const url = z.string().regex(/^postgres(ql)?:\/\//, 'write postgres://user:password@host:port/database');
const redis = z.string().regex(/^rediss?:\/\//, 'write redis://host:port, or rediss:// for TLS');

/** Every setting of the house; one program may need only some. `docs/operate.md` explains them. */
export const houseShape = {
  LAZARET_DATABASE_URL: secretText(url).describe('PostgreSQL, the truth'),
  REDIS_URL: secretText(redis)
    .optional()
    .describe('Redis for the queue; without it the queue lives in PostgreSQL'),
  LAZARET_LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('What is worth a line'),
  LAZARET_JOB_LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(2)
    .max(900)
    .default(90)
    .describe('After so long a silent worker’s jobs are given to another'),
  LAZARET_HTTP_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where /metrics, /healthz and /readyz listen'),
  LAZARET_HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(9_464)
    .describe('Their port; 0 takes a free one'),
  ...feedsConfig.shape,
  ...noticesConfig.shape,
  ...nasConfig.shape,
};

/** What a command by hand needs: it sends no mail. */
export const handShape = {
  LAZARET_DATABASE_URL: houseShape.LAZARET_DATABASE_URL,
  LAZARET_ARCHIVE_DIR: houseShape.LAZARET_ARCHIVE_DIR,
  LAZARET_MAX_REPORT_MB: houseShape.LAZARET_MAX_REPORT_MB,
};

export type HouseConfig = z.output<z.ZodObject<typeof houseShape>>;
export type HandConfig = z.output<z.ZodObject<typeof handShape>>;
