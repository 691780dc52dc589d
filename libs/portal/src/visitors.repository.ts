import type { CaseState, GardenProfile, Instant, LineClass, ThreatClass } from '@lazaret/kernel';

import type { PortalDatabase } from './portal-database.repository.js';
import type { Ask, AskAnswer, Asked, Verified, Visit, VisitedGarden } from './visit.js';
import type { RequestKind, RequestOutcome } from './words.js';

/** How `portal.take_request` refuses, and how a form that was sent before is met. */
const REFUSALS: Readonly<Record<string, AskAnswer>> = {
  LZ001: 'nobody',
  LZ002: 'no-case',
  LZ003: 'too-many',
  LZ004: 'not-yours',
  '23505': 'again',
};

/** The portal's side of the room: all it can ask the database, and all it can tell it. */
export class Visitors {
  constructor(private readonly database: PortalDatabase) {}

  /**
   * What a page opened from this address may show; null when nobody is known to be there.
   * @param port the visitor's source port, where it is known
   * @throws Unavailable
   */
  async visit(address: string, port: number | null): Promise<Visit | null> {
    const [row] = await this.database.query<VisitRow>('select * from portal.visit($1::inet, $2::int)', [
      address,
      port,
    ]);
    return row === undefined ? null : readVisit(row);
  }

  /** Whether a letter with this code is ours; null when it is not. @throws Unavailable */
  async verify(code: string): Promise<Verified | null> {
    const [row] = await this.database.query<Verified>(
      'select class, open, written_at as "writtenAt", time_zone as "timeZone" from portal.verify($1)',
      [code],
    );
    return row ?? null;
  }

  /** What became of the request of this form; null when there was none. @throws Unavailable */
  async asked(nonce: string): Promise<Asked | null> {
    const [row] = await this.database.query<Asked>(
      `select kind, via, asked_at as at, asked_seconds as "secondsAgo", outcome from portal.asked($1)`,
      [nonce],
    );
    return row ?? null;
  }

  /** Asks for something. @throws Unavailable */
  async ask({ kind, address, port, code, nonce }: Ask): Promise<AskAnswer> {
    try {
      await this.database.query(
        'insert into portal.request (kind, address, port, code, nonce) values ($1, $2, $3, $4, $5)',
        [kind, address, port, code, nonce],
      );
      return 'taken';
    } catch (error) {
      const state = error instanceof Error && 'code' in error ? String(error.code) : '';
      const refusal = REFUSALS[state];
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  /** Whether the database answers. @throws Unavailable */
  async reach(): Promise<void> {
    await this.database.query('select 1');
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

interface VisitRow {
  readonly now: Instant;
  readonly locale: string | null;
  readonly time_zone: string;
  readonly brand: string | null;
  readonly line_class: LineClass;
  readonly code: string | null;
  readonly class: ThreatClass;
  readonly state: CaseState;
  readonly malware: string | null;
  readonly advice: string | null;
  readonly family: string | null;
  readonly told_at: Instant | null;
  readonly last_seen_at: Instant | null;
  readonly upstreams: number | null;
  readonly acknowledged_at: Instant | null;
  readonly cleared_at: Instant | null;
  readonly garden: VisitedGarden['state'] | null;
  readonly profile: GardenProfile;
  readonly confirmed_at: Instant;
  readonly ends_at: Instant;
  readonly open_asked_at: Instant | null;
  readonly released_at: Instant | null;
  readonly release_wanted_at: Instant | null;
  readonly release_wanted_why: VisitedGarden['releaseWantedWhy'];
  readonly open_why: string | null;
  readonly asked_kind: RequestKind | null;
  readonly asked_at: Instant;
  readonly asked_seconds: number;
  readonly asked_outcome: RequestOutcome | null;
}

function readVisit(row: VisitRow): Visit {
  return {
    now: row.now,
    locale: row.locale,
    timeZone: row.time_zone,
    brand: row.brand,
    lineClass: row.line_class,
    case:
      row.code === null
        ? null
        : {
            code: row.code,
            class: row.class,
            state: row.state,
            malware: row.malware,
            advice: row.advice,
            family: row.family,
            toldAt: row.told_at,
            lastSeenAt: row.last_seen_at,
            upstreams: row.upstreams ?? 0,
            acknowledgedAt: row.acknowledged_at,
            clearedAt: row.cleared_at,
          },
    garden:
      row.garden === null
        ? null
        : {
            state: row.garden,
            profile: row.profile,
            confirmedAt: row.confirmed_at,
            endsAt: row.ends_at,
            openAskedAt: row.open_asked_at,
            releasedAt: row.released_at,
            releaseWantedAt: row.release_wanted_at,
            releaseWantedWhy: row.release_wanted_why,
            openWhy: row.open_why,
          },
    asked:
      row.asked_kind === null
        ? null
        : {
            kind: row.asked_kind,
            at: row.asked_at,
            secondsAgo: row.asked_seconds,
            outcome: row.asked_outcome,
          },
  };
}
