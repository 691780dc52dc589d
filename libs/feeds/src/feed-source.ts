import { z } from 'zod';

import { Refused, type Instant } from '@lazaret/kernel';

/** An HTTP(S) address. `{date}` stands for today and yesterday in UTC, `2026-11-12`. */
export const HttpSource = z.strictObject({
  kind: z.literal('http'),
  url: z
    .string()
    .max(2_000)
    .refine(isWebAddress, 'must be an http or https address without user name, password or fragment'),
  /** The address answers `text/uri-list` (RFC 2483): one report address a line. */
  list: z.boolean().default(false),
  /** Allows http, any port and addresses inside the provider's own network. */
  allowPrivate: z.boolean().default(false),
  /** A file of `Name: value` lines sent to the same origin only. Its content is never stored. */
  headersFile: z.string().max(1_000).optional(),
  /** What to call a report whose address has no telling last part, `scan_http.csv`. */
  reportName: z.string().max(200).optional(),
});
export type HttpSource = z.infer<typeof HttpSource>;

/** A folder into which reports are put. They are left where they lie. */
export const DirectorySource = z.strictObject({
  kind: z.literal('directory'),
  path: z
    .string()
    .max(1_000)
    .refine((path) => path.startsWith('/'), 'must be an absolute path'),
  /** File names with `*` for any text. */
  pattern: z.string().max(200).default('*.csv*'),
});
export type DirectorySource = z.infer<typeof DirectorySource>;

export const FeedSource = z.discriminatedUnion('kind', [HttpSource, DirectorySource]);
export type FeedSource = z.infer<typeof FeedSource>;

/** What a person says of a new feed. */
export const NewFeed = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
  provider: z.string().min(1).max(200),
  format: z.string().min(1).max(60),
  upstream: z.string().min(1).max(200),
  source: FeedSource,
  everyMinutes: z.int().min(1).max(10_080).default(60),
  /** False: only `feed pull` fetches it. */
  scheduled: z.boolean().default(true),
});
export type NewFeed = z.output<typeof NewFeed>;
export type NewFeedInput = z.input<typeof NewFeed>;

/** @throws Refused naming each field that is wrong. */
export function readNewFeed(input: unknown): NewFeed {
  const read = NewFeed.safeParse(input);
  if (read.success) return read.data;
  throw new Refused('the feed cannot be added', {
    problems: read.error.issues.map((issue) => ({
      at: `feed.${issue.path.join('.')}`,
      message: issue.message,
    })),
  });
}

/** The addresses an HTTP source means now: one, or two when it carries a date. */
export function addressesOf(source: HttpSource, now: Instant): readonly string[] {
  if (!source.url.includes('{date}')) return [source.url];
  return [now.getTime() - 86_400_000, now.getTime()].map((at) =>
    source.url.replaceAll('{date}', new Date(at).toISOString().slice(0, 10)),
  );
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text.replaceAll('{date}', '2026-01-01'))) return false;
  const url = new URL(text.replaceAll('{date}', '2026-01-01'));
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}
