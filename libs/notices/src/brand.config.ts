import { z } from 'zod';

import { Refused, type Problem } from '@lazaret/kernel';

import { contrast } from './contrast.js';

const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'write a colour as #rrggbb, in small letters');
// A value that lands in a header or a subject must be one line of plain characters.
const line = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cf}<>]+$/u, 'one line, without control characters or < >');
const host = z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'write a host name in small letters');

const palette = z
  .strictObject({ paper: colour, ink: colour, soft: colour, deep: colour, rule: colour, glow: colour })
  .superRefine((c, context) => {
    for (const text of ['ink', 'soft', 'deep'] as const)
      for (const ground of ['paper', 'glow'] as const)
        if (contrast(c[text], c[ground]) < 4.5)
          context.addIssue({
            code: 'custom',
            path: [text],
            message: `contrast with ${ground} is below 4.5:1`,
          });
  });
export type Palette = z.infer<typeof palette>;

const LIGHT: Palette = { paper: '#fcfbf8', ink: '#1d2a31', soft: '#55626a', deep: '#0e5161', rule: '#d5d5ce', glow: '#fbf3e2' }; // prettier-ignore
const DARK: Palette = { paper: '#12191d', ink: '#ebe7df', soft: '#a9b4b8', deep: '#93d1dc', rule: '#354147', glow: '#1e2626' }; // prettier-ignore

/** Who writes: what a letter shows of the provider, and the addresses it is sent from. */
const brand = z.strictObject({
  name: line(40),
  /** First word of every subject: always the same, so that it becomes familiar. */
  short: line(16),
  /** As printed on the bill. */
  phone: line(24),
  /** Host and path of the check page. Shown to be typed, never as a link. */
  check: z.string().max(60).regex(/^([a-z0-9-]+\.)+[a-z]{2,}(\/[a-z0-9-]+){0,3}$/, 'write host/path, without https://'),
  from: z.strictObject({ name: line(40), address: z.email() }),
  /** Bounces come back to `bounce+<notice>.<token>@` this host. */
  bounceHost: host,
  /** Used where a line names no language we write, and for the way dates are written. */
  locale: z.string().regex(/^[a-z]{2,3}-[A-Z]{2}$/, 'write language and region, like en-GB'),
  /** Languages the check page speaks. */
  checkLanguages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(12).default([]),
  /** Whether television runs over the same line and passes in the garden. */
  television: z.boolean().default(false),
  /** A mark drawn as cells of a table, for letters have no pictures; `null` is an empty cell. */
  mark: z.array(z.array(colour.nullable()).min(1).max(3)).max(3).default([]),
  light: palette.default(LIGHT),
  dark: palette.default(DARK),
}); // prettier-ignore
export type Brand = z.infer<typeof brand>;

const brandFile = z
  .strictObject({ default: z.string(), brands: z.record(z.string().regex(/^[a-z0-9-]{1,40}$/), brand) })
  .refine((file) => file.default in file.brands, {
    path: ['default'],
    message: 'names no brand of this file',
  });

/** The brands of a provider, by key. */
export class Brands {
  private constructor(
    private readonly brands: ReadonlyMap<string, Brand>,
    private readonly fallback: string,
  ) {}

  /**
   * Reads the content of `brands.json`.
   * @throws Refused with one problem a fault, `at` being the path in the file
   */
  static read(content: unknown): Brands {
    const parsed = brandFile.safeParse(content);
    if (!parsed.success)
      throw new Refused('the brands cannot be used', { problems: problemsOf(parsed.error, 'brands') });
    return new Brands(new Map(Object.entries(parsed.data.brands)), parsed.data.default);
  }

  /** No brand at all: for programs that write no letters. */
  static none(): Brands {
    return new Brands(new Map(), '');
  }

  /** A line without a brand has the default one. A brand nobody described is not guessed: `undefined`. */
  find(key: string | null): Brand | undefined {
    return this.brands.get(key ?? this.fallback);
  }

  /** The host our message ids and bounces carry. */
  hostOf(key: string | null): string {
    const brand = this.find(key) ?? this.brands.get(this.fallback);
    return brand?.bounceHost ?? 'invalid';
  }

  keys(): readonly string[] {
    return [...this.brands.keys()];
  }
}

/** What zod found, in our words: where and what. */
export function problemsOf(error: z.ZodError, root: string): readonly Problem[] {
  return error.issues.slice(0, 20).map((issue) => ({
    at: [root, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}
