import { Refused, Unavailable } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';

/** A visitor waits for a page. What takes longer than this is told that we cannot see now, and whom to call. */
const PATIENCE_MS = 2_000;
/** PostgreSQL's own end of a statement comes first, so that none goes on for a page nobody reads. */
const STATEMENT_MS = 1_800;
/** After a failure the next visitors are not made to wait for the same. */
const PAUSE_MS = 500;
const CONNECTIONS = 4;

/**
 * PostgreSQL as the portal has it: few connections, short patience, and an app that starts and stays up without it.
 */
export class PortalDatabase {
  #opening: Promise<Database> | undefined;
  #pauseUntil = 0;

  constructor(
    private readonly options: { readonly url: string; readonly onPoolError: (error: Error) => void },
  ) {}

  /** @throws Unavailable when there is no answer in time, Refused when the login may do more than a portal should */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return within(PATIENCE_MS, this.ask<Row>(sql, values));
  }

  async close(): Promise<void> {
    const open = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await open?.close();
  }

  private async ask<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    const database = await this.open();
    try {
      return await database.query<Row>(sql, values);
    } catch (error) {
      throw passing(error) ? new Unavailable('PostgreSQL does not answer in time', { cause: error }) : error;
    }
  }

  private open(): Promise<Database> {
    if (this.#opening === undefined && Date.now() < this.#pauseUntil)
      return Promise.reject(new Unavailable('PostgreSQL could not be reached a moment ago'));
    this.#opening ??= this.connect().catch((error: unknown) => {
      this.#opening = undefined;
      this.#pauseUntil = Date.now() + PAUSE_MS;
      throw error;
    });
    return this.#opening;
  }

  private async connect(): Promise<Database> {
    const url = new URL(this.options.url);
    url.searchParams.set('statement_timeout', String(STATEMENT_MS));
    const database = await Database.connect({
      url: url.href,
      poolSize: CONNECTIONS,
      applicationName: 'lazaret portal',
      onPoolError: this.options.onPoolError,
    });
    try {
      const tooMuch = await database.query<{ what: string }>(TOO_MUCH);
      if (tooMuch.length > 0)
        throw new Refused('the portal’s database login may do more than the portal should', {
          problems: [
            {
              at: 'LAZARET_PORTAL_DATABASE_URL',
              message: `name a login that is only in the role lazaret_portal; this one ${tooMuch.map(({ what }) => what).join(', ')}`,
            },
          ],
        });
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }
}

// Whoever may use no schema can reach nothing in it; and what a role is a member of may be given rights tomorrow.
const TOO_MUCH = `
  select what from (
    select 1 as n, 'may use the schema ' || nspname as what from pg_namespace
     where nspname !~ '^pg_' and nspname not in ('information_schema', 'portal')
       and has_schema_privilege(oid, 'usage, create')
    union all
    select 2, 'may make things in the schema portal' from pg_namespace
     where nspname = 'portal' and has_schema_privilege(oid, 'create')
    union all
    select 3, 'is in the role ' || rolname from pg_roles
     where rolname not in (current_user, 'lazaret_portal') and pg_has_role(oid, 'member')
    union all
    select 4, 'may make roles or databases, replicate, or pass by row security' from pg_roles
     where rolname = current_user and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
  ) t order by n, what limit 5`;

/**
 * SQLSTATEs that are no visitor's fault and no page's: a statement that took too long, a database that only reads for now,
 * a login that is not let in.
 */
function passing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '57014' || code === '25006' || code.startsWith('28');
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('PostgreSQL does not answer in time')), ms);
  });
  // Whoever loses the race may still fail, unheard.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
