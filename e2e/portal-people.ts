import { directoryFiles } from './directory-files.js';
import type { House } from './house.js';

/** Half past two in London, a Tuesday. */
export const NOW = '2026-11-17T14:32:00Z';
const at = (time: string): string => `2026-11-17T${time}:00Z`;

/** How a line stands: its case, its garden, what it asked for. Columns of the tables, over sensible ones. */
interface Standing {
  readonly lineClass?: string;
  readonly locale?: string;
  readonly case?: Readonly<Record<string, unknown>> | null;
  readonly garden?: Readonly<Record<string, unknown>>;
  readonly asked?: { readonly kind: string; readonly nonce?: string; readonly outcome?: string };
}

const opened = { desired: 'open', confinable: null, open_asked_at: at('14:31'), open_why: 'cleaned', open_by: 'subscriber' }; // prettier-ignore

/** One person for each page there is. Each has an address of her own: see `addressOf`. */
export const PEOPLE = {
  well: { case: null },
  told: {},
  vulnerable: { case: { class: 'vulnerable' } },
  abusive: { case: { class: 'abusive' } },
  business: { lineClass: 'business' },
  german: { locale: 'de-AT' },
  confined: { case: { state: 'confined' }, garden: {} },
  strict: { case: { state: 'confined' }, garden: { profile: 'strict' } },
  opening: { case: { state: 'confined' }, garden: {}, asked: { kind: 'cleaned' } },
  safe: { case: { state: 'confined' }, garden: {}, asked: { kind: 'safety' } },
  desk: { case: { state: 'confined' }, garden: { ...opened, state: 'releasing', open_by: 'operator' } },
  waiting: {
    case: { state: 'confined' },
    garden: { release_wanted_at: at('14:31'), release_wanted_why: 'cleaned' },
    asked: { kind: 'cleaned', outcome: 'desk' },
  },
  released: { garden: { ...opened, state: 'released', over_at: at('14:32') }, asked: { kind: 'cleaned', outcome: 'released' } }, // prettier-ignore
  cleared: {
    case: {
      state: 'cleared',
      cleared_at: at('08:00'),
      first_seen: '2026-11-02T08:00:00Z',
      last_seen: '2026-11-03T09:41:07Z',
    },
  },
  mistaken: { case: { first_seen: null, last_seen: null } },
  read: { case: { acknowledged_at: at('14:30') }, asked: { kind: 'acknowledge', outcome: 'noted' } },
  cleaned: { asked: { kind: 'cleaned', outcome: 'noted' } },
  called: { case: { state: 'confined' }, garden: {}, asked: { kind: 'call', outcome: 'noted' } },
  stranger: { case: { state: 'confined' }, garden: {}, asked: { kind: 'not-me', outcome: 'desk' } },
  ill: { case: null, asked: { kind: 'safety', outcome: 'noted' } },
} as const satisfies Readonly<Record<string, Standing>>;
export type PersonName = keyof typeof PEOPLE;
export const NAMES = Object.keys(PEOPLE) as PersonName[];

export function addressOf(name: PersonName): string {
  return `198.18.9.${NAMES.indexOf(name) + 1}`;
}

/** The form she sent last, as `/asked?n=` names it. */
export function nonceOf(name: PersonName): string {
  return `6abda6a9-7497-4dd5-8d2d-${String(NAMES.indexOf(name)).padStart(12, '0')}`;
}

export function codeOf(name: PersonName): string {
  return `H7KM-3RT${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'[NAMES.indexOf(name)]}`;
}

/** Puts everybody into a house, at `NOW`. Contracts give their addresses, and whatever `plan` adds: CSV lines. */
export async function seedPeople(house: House, plan: readonly string[] = []): Promise<void> {
  await house.clock(NOW);
  const lines = NAMES.map((name) => [name, (PEOPLE[name] as Standing).lineClass ?? 'residential'] as const);
  await house.must('directory', 'import', ...(await directoryFiles(house, lines)));
  const leases = NAMES.map((name) => `${addressOf(name)}/32,static,user-name,${name}`);
  await house.must(
    'ledger', 'import', '--format', 'prefixes', '--source', 'static',
    await house.file('plan.csv', ['prefix,class,holder_kind,holder', ...leases, ...plan, ''].join('\n')),
  ); // prettier-ignore
  for (const name of NAMES) await seedPerson(house, name, PEOPLE[name]);
}

async function seedPerson(house: House, name: PersonName, standing: Standing): Promise<void> {
  const [ids] = await house.rows<{ line_id: number; tenure_id: number }>(
    `update directory.line l set locale = coalesce($2, locale) from directory.tenure t
      where l.ref = $1 and t.line_id = l.id returning l.id as line_id, t.id as tenure_id`,
    [name, standing.locale ?? null],
  );
  let caseId: number | undefined;
  if (standing.case !== null) {
    const seen = { first_seen: '2026-11-10T09:00:00Z', last_seen: '2026-11-17T09:41:07Z' };
    const row = { code: codeOf(name), class: 'infected', state: 'told', opened_at: seen.first_seen, observing: false, ...ids, ...seen }; // prettier-ignore
    const made = { ...row, ...standing.case };
    caseId = await insert(house, 'cases."case"', made);
    await house.rows(
      `insert into notices.notice (id, case_id, line_id, tenure_id, template, template_version, round, channel, locale, state, matter,
         message_id, planned_at, due_at, sent_at, settled_at, subject)
       select n, $1, $2, $3, 'first', 'abcdefabcdef', 1, 'email', 'en', 'sent', $4, '<notice-' || n || '.0123456789abcdef@a.example>',
         $5, $5, $5, $5, 'x' from nextval('notices.notice_id') n`,
      [caseId, ids?.line_id, ids?.tenure_id, { advice: ADVICE[made.class] ?? 'any', family: 'Mirai' }, '2026-11-12T10:00:00Z'],
    ); // prettier-ignore
    for (const [i, upstream] of ['shadowserver', 'honeypot'].entries())
      await house.rows(
        `insert into cases.sighting (case_id, seen_at, observation_id, feed_id, upstream, role, spoofable, active, severity, malware)
         values ($1, $2, $3, 1, $4, 'actor', false, true, 3, 'mirai')`,
        [caseId, seen.last_seen, 1_000 * caseId + i, upstream],
      );
  }
  if (standing.garden)
    await insert(house, 'garden.confinement', {
      case_id: caseId, profile: 'leaky', bng: 'bng-1', state: 'accepted', state_since: at('09:45'), asked_at: at('09:44'),
      confirmed_at: at('09:45'), ends_at: '2026-11-24T09:44:00Z', hold_seconds: 86_400, ...ids, ...standing.garden,
    }); // prettier-ignore
  if (standing.asked) {
    const { kind, outcome } = standing.asked;
    await house.rows('insert into portal.request (kind, address, nonce) values ($1, $2, $3)', [kind, addressOf(name), nonceOf(name)]); // prettier-ignore
    if (outcome !== undefined)
      await house.rows('update portal.request set settled_at = $1, outcome = $2 where nonce = $3', [NOW, outcome, nonceOf(name)]); // prettier-ignore
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  infected: 'camera',
  vulnerable: 'open-dns',
  abusive: 'abuse-scan',
};

async function insert(house: House, table: string, row: Readonly<Record<string, unknown>>): Promise<number> {
  const names = Object.keys(row);
  const [made] = await house.rows<{ id: string }>(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(row),
  );
  return Number(made?.id);
}
