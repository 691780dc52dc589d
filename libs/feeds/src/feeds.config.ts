import { z } from 'zod';

/** Settings of this room; an app reads them from its environment. */
export const feedsConfig = z.object({
  LAZARET_ARCHIVE_DIR: z.string().min(1).describe('Folder in which reports are kept as evidence'),
  LAZARET_MAX_REPORT_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_536)
    .default(4_096)
    .describe('Largest report taken, in MiB'),
});
