import { z } from 'zod';

import { IpAddress, IpPrefix, Refused, Secret, type GardenProfile, type Problem } from '@lazaret/kernel';

import { TRIES_WITHIN_SECONDS } from './enforcer.js';
import type { Capability } from './stay.js';

/** Where the file of NAS lies; an app reads it from its environment. */
export const nasConfig = z.object({
  LAZARET_GARDEN: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the NAS that may confine and release; without it nobody is confined'),
  LAZARET_GARDEN_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Folder on this machine for the list of held sessions and the stop file'),
  LAZARET_GARDEN_KEY: z
    .string()
    .min(32, 'at least 32 characters')
    .transform((key) => new Secret(key))
    .optional()
    .describe('Signs the list of held sessions'),
});

/** Plain text of one line: it lands in an attribute, where 247 octets fit into a vendor's (RFC 2865 §5.26). */
const line = z.string().regex(/^[^\p{Cc}\p{Cf}]{1,120}$/u, 'one line of 1 to 120 characters');
const address = z.string().transform((text, context) => {
  const parsed = IpAddress.tryParse(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'write an IP address, not a name' });
  return z.NEVER;
});

const MOST_NAS = 2_000;
const SHORTEST_SECRET = 16;
const DEFAULT_PROFILES = { leaky: 'lazaret-leaky', strict: 'lazaret-strict' } as const;

const nas = z
  .strictObject({
    /** How the accounting names it: NAS-IP-Address, NAS-IPv6-Address, NAS-Identifier. */
    names: z.array(line).min(1).max(16),
    /** Where it takes CoA-Requests. */
    address,
    port: z.number().int().min(1).max(65_535).default(3799),
    secret: z
      .string({
        error: (issue) => (issue.input === undefined ? 'write secret or secretFile' : 'write a text'),
      })
      .refine((text) => Buffer.byteLength(text) >= SHORTEST_SECRET, `at least ${SHORTEST_SECRET} octets`)
      .transform((text) => new Secret(text)),
    /** Filter-Id (RFC 2865 §5.11), or MikroTik's Address-List. */
    driver: z.enum(['filter-id', 'mikrotik']),
    /** For switches that work on a part of the network. */
    region: line.optional(),
    profiles: z
      .strictObject({
        leaky: line.default(DEFAULT_PROFILES.leaky),
        strict: line.default(DEFAULT_PROFILES.strict),
      })
      .default(DEFAULT_PROFILES),
    /** The name that holds nothing back: what a session without Lazaret has. */
    open: line,
    /**
     * `session-timeout`: a confinement sets Session-Timeout (RFC 2865 §5.27), so that the NAS itself ends the session,
     * and the restriction with it; the customer dials in again. Only for a NAS that counts it from the order on.
     */
    expiry: z.enum(['session-timeout', 'none']),
    /**
     * Seconds a released session is given, so that the timeout of the confinement does not end it: no attribute takes a
     * timeout away. What the AAA gives at login; 31536000 where it gives none. RFC 2865 gives 0 no meaning.
     */
    sessionTimeout: z.number().int().min(3_600).max(0xffffffff).optional(),
    /** Its accounting names the Filter-Id or Address-List it applies. */
    readback: z.boolean(),
    /** Seconds until the first answer; each further try waits twice as long (RFC 5080 §2.2.1). */
    timeout: z.number().min(0.05).max(10).default(2),
    tries: z.number().int().min(1).max(5).default(3),
    /** Orders under way at a time. */
    concurrency: z.number().int().min(1).max(64).default(16),
    /** Nothing but MD5 protects an order; RFC 5176 §6.2 asks for IPsec. To be said aloud for a public way. */
    overPublicNetwork: z.boolean().default(false),
  })
  .superRefine((entry, context) => {
    const issue = (at: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [at], message });
    const values = [entry.profiles.leaky, entry.profiles.strict, entry.open];
    if (new Set(values).size < values.length)
      issue('open', 'open, leaky and strict are three different names');
    if (entry.expiry === 'session-timeout' && entry.sessionTimeout === undefined)
      issue('sessionTimeout', 'say what a released session is given again');
    if (entry.expiry === 'none' && entry.sessionTimeout !== undefined)
      issue('sessionTimeout', 'is only used with expiry session-timeout');
    // A worker holds its claim meanwhile.
    if (entry.timeout * (2 ** entry.tries - 1) > TRIES_WITHIN_SECONDS)
      issue('tries', `all tries together take longer than ${TRIES_WITHIN_SECONDS} seconds`);
    if (!entry.overPublicNetwork && !isPrivate(entry.address))
      issue('address', 'is public; set overPublicNetwork if the way there is your own');
  });

const nasFile = z.strictObject({ nas: z.record(z.string(), nas) });

/** One NAS as the file describes it. */
export interface Nas extends z.output<typeof nas> {
  /** What people call it: the key in the file, and the label of its metrics. */
  readonly key: string;
}

/** Every NAS that takes orders. */
export class NasList {
  private readonly byName: ReadonlyMap<string, Nas>;

  private constructor(readonly all: readonly Nas[]) {
    this.byName = new Map(
      all.flatMap((entry) => entry.names.map((name) => [spelling(name), entry] as const)),
    );
  }

  /**
   * Reads the content of the file; secrets are in it by now.
   * @throws Refused with one problem a fault, `at` being the path in the file. No problem repeats a value
   */
  static read(content: unknown): NasList {
    const parsed = nasFile.safeParse(content);
    if (!parsed.success)
      throw new Refused('the NAS file cannot be used', { problems: problemsOf(parsed.error) });
    const all = Object.entries(parsed.data.nas).map(([key, entry]) => ({ ...entry, key }));
    const problems = [...badKeys(all), ...doubles(all)];
    if (problems.length > 0) throw new Refused('the NAS file cannot be used', { problems });
    return new NasList(all);
  }

  /** By a name that the accounting has for it. One nobody described is not guessed: `undefined`. */
  find(name: string): Nas | undefined {
    return this.byName.get(spelling(name));
  }
}

export function capabilityOf(entry: Nas): Capability {
  return {
    key: entry.key,
    region: entry.region ?? null,
    expiry: entry.expiry === 'session-timeout',
    readback: entry.readback,
    profileName: (profile: GardenProfile) => entry.profiles[profile],
  };
}

// An address may be written in several ways, and is the same NAS.
function spelling(name: string): string {
  return IpAddress.tryParse(name)?.toString() ?? name;
}

function badKeys(all: readonly Nas[]): Problem[] {
  const many = all.length > MOST_NAS ? [{ at: 'nas', message: `more than ${MOST_NAS} entries` }] : [];
  const bad = all.filter(({ key }) => !/^[a-z0-9][a-z0-9._-]{0,39}$/.test(key));
  const message = 'name it in up to 40 small letters, digits, dots, dashes';
  return [...many, ...bad.slice(0, 20).map(() => ({ at: 'nas', message }))];
}

// Two entries for one listener would share its identifiers without knowing.
function doubles(all: readonly Nas[]): Problem[] {
  const owner = new Map<string, string>();
  const problems: Problem[] = [];
  const claim = (what: string, key: string, at: string, message: (other: string) => string): void => {
    const other = owner.get(what);
    if (other !== undefined) problems.push({ at: `nas.${key}.${at}`, message: message(other) });
    owner.set(what, key);
  };
  for (const { key, names, address, port } of all) {
    const listener = `${address.toString()} ${port}`;
    claim(listener, key, 'address', (other) => `is where ${other} listens; give ${other} all the names`);
    for (const [n, name] of names.entries())
      claim(`name ${spelling(name)}`, key, `names.${n}`, (other) => `is a name of ${other} too`);
  }
  return problems.slice(0, 20);
}

// RFC 1918, 6598, 4193; loopback, link-local, and the blocks for tests and documentation.
const PRIVATE = [
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16',
  '198.18.0.0/15', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '::1', 'fc00::/7', 'fe80::/10', '2001:db8::/32',
].map((text) => IpPrefix.parse(text)); // prettier-ignore

function isPrivate(address: IpAddress): boolean {
  return PRIVATE.some((prefix) => prefix.contains(address));
}

function problemsOf(error: z.ZodError): readonly Problem[] {
  return error.issues.slice(0, 20).map((issue) => ({
    at: issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.'),
    message: issue.message,
  }));
}
