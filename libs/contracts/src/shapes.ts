import { z } from 'zod';

/** ISO 8601 in UTC, to the millisecond. */
export const instant = z.iso.datetime();
/** A calendar day, `2026-04-14`. */
export const day = z.iso.date();
export const count = z.int().nonnegative();
/** A row's number. */
export const id = z.coerce.number().int().positive();
/** What somebody writes so that others understand. */
export const reason = z.string().trim().min(3, 'say why, in a few words').max(500);

/** How long a page of a list may be. */
export const LONGEST_PAGE = 200;

/** Of every list: go on behind `after`, which a page gave as `next`. */
export const paging = {
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(50),
} as const;

/** A page of a list; `next` is null on the last one. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Values that a list is filtered by: those wanted, or all but those not wanted. */
export interface Wanted<Value extends string = string> {
  readonly only: readonly Value[];
  readonly not: readonly Value[];
}

/** In a query, values joined by commas; a `-` before one leaves it out: `infected,vulnerable` or `-business`. */
export function wanted<const Value extends string>(
  values: readonly Value[],
): z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<Wanted<Value>, string>>> {
  return z
    .string()
    .max(500)
    .transform((text, context): Wanted<Value> => {
      const parts = text.split(',').filter((part) => part !== '');
      const known = (part: string): part is Value => (values as readonly string[]).includes(part);
      const only = parts.filter((part) => !part.startsWith('-'));
      const not = parts.filter((part) => part.startsWith('-')).map((part) => part.slice(1));
      const strange = [...only, ...not].find((part) => !known(part));
      if (strange !== undefined)
        context.addIssue({ code: 'custom', message: `choose from ${values.join(', ')}` });
      return { only: only.filter(known), not: not.filter(known) };
    })
    .optional();
}

/** As {@link wanted}, for values that are not a fixed set. At most twenty, of at most 100 characters. */
export const wantedText = z
  .string()
  .max(2_100)
  .transform((text, context): Wanted => {
    const parts = text.split(',').filter((part) => part !== '');
    if (parts.length > 20 || parts.some((part) => part.length > 101))
      context.addIssue({ code: 'custom', message: 'give at most 20 values of at most 100 characters' });
    return {
      only: parts.filter((part) => !part.startsWith('-')),
      not: parts.filter((part) => part.startsWith('-')).map((part) => part.slice(1)),
    };
  })
  .optional();

/** RFC 9457. `errors` point into the request, `traceId` is the request's id in our log. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  traceId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** With 412: what the thing looks like now. */
  current: z.unknown().optional(),
});
export type ProblemReply = z.output<typeof problem>;
