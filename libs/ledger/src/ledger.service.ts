import { Injectable } from '@nestjs/common';

import { IpAddress, Refused, type Instant, type Outcome } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { explainAnswer, type Reason } from './explain-answer.js';
import { finalCounts } from './final-counts.js';
import { HeldDayRepository, type HeldDay, type HolderSpan } from './held-day.repository.js';
import type { Holder } from './holder.js';
import { LedgerMetrics } from './ledger.metrics.js';
import { LedgerRepository, type AnswerCount, type LeaseEvidence } from './ledger.repository.js';
import { OpenSessionRepository, type OpenSession } from './open-session.repository.js';
import type { PrefixClass } from './static-prefixes.js';
import { UnknownHolderRepository } from './unknown-holder.repository.js';

/** Who held this, then? */
export interface WhoQuestion {
  readonly address: string;
  /** The source port; needed where an address is shared. */
  readonly port?: number;
  /** IANA number; any when left out. */
  readonly protocol?: number;
  readonly realm?: string;
  readonly at: Instant;
  /** How exact `at` is: it means `[at, at + precisionMs)`. A second when left out. */
  readonly precisionMs?: number;
}

export interface WhoAnswer {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** One sentence. */
  readonly why: string;
  /** Only with outcome `line`. */
  readonly access: Holder | null;
  /** The leases the answer rests on, the deciding one first; all candidates when it is ambiguous. */
  readonly leases: readonly LeaseEvidence[];
  /** The most specific prefix of the address plan. */
  readonly prefix: {
    readonly prefix: string;
    readonly class: PrefixClass;
    readonly organisation: string | null;
    readonly abuseContact: string | null;
    /** The source that must know its holders. */
    readonly knownBy: string | null;
  } | null;
  /** The source that decided, and how far its records reach. */
  readonly source: string | null;
  readonly watermark: Instant | null;
}

/** Answers which access identifier held an address and port at an instant, or refuses with the reason. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly unknownHolders: UnknownHolderRepository,
    private readonly sessions: OpenSessionRepository,
    private readonly days: HeldDayRepository,
    private readonly metrics: LedgerMetrics,
  ) {}

  /**
   * Answers every row of the open batch that has an observation: fills outcome, access_kind, access_value and lease_id,
   * and remembers the answers. Rows answered before are answered anew.
   */
  async correlate(tx: Tx, now: Instant): Promise<AnswerCount[]> {
    await this.ledger.lock(tx, 'answer');
    return this.ledger.correlate(tx, now);
  }

  /**
   * After the directory was asked: an answer whose holder is nobody's line is remembered as `no-lease`. Only now are
   * answers counted. @param answered what `correlate` said of this batch
   */
  async conclude(tx: Tx, answered: readonly AnswerCount[]): Promise<readonly AnswerCount[]> {
    const counts = finalCounts(answered, await this.unknownHolders.conclude(tx));
    this.metrics.answered(counts);
    return counts;
  }

  /** New access identifiers or tenures are known: answers whose holder was nobody's line become due. */
  async askUnknownHolders(tx: Tx, now: Instant): Promise<number> {
    return this.unknownHolders.askAgain(tx, now);
  }

  /**
   * Waits for the answers being given, and lets nobody give one until this transaction ends: for whoever changes what
   * answers lead to, and must miss none of them.
   */
  async pause(tx: Tx): Promise<void> {
    await this.ledger.lock(tx, 'change');
  }

  /** The directory has learned that these were given to the wrong people. */
  async askAgain(tx: Tx, observationIds: readonly number[], now: Instant): Promise<number> {
    return this.ledger.makeDue(tx, observationIds, now);
  }

  /** Observations whose answer must be asked again, the longest due first: load them into a batch and correlate. */
  async overdue(tx: Tx, now: Instant, limit: number): Promise<number[]> {
    return this.ledger.overdue(tx, now, limit);
  }

  /** The same question for one address, with the evidence. Remembers nothing. @throws Refused for what is no address or port. */
  async who(tx: Tx, question: WhoQuestion, now: Instant): Promise<WhoAnswer> {
    const { port = null, protocol = 0, realm = '', at, precisionMs = 1000 } = question;
    if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
      throw new Refused(`not a port: ${port}`);
    const address = IpAddress.parse(question.address).toString();
    const row = await this.ledger.who(tx, [realm, address, port, protocol, at, precisionMs], now);
    const leases = row.leases
      ? [...new Set([...(row.lease_id === null ? [] : [row.lease_id]), ...row.leases])]
      : [];
    return {
      outcome: row.outcome,
      reason: row.why,
      why: explainAnswer(row),
      access: row.kind === null || row.value === null ? null : { kind: row.kind, value: row.value },
      leases: leases.length === 0 ? [] : await this.ledger.evidence(tx, leases),
      prefix:
        row.prefix === null || row.class === null
          ? null
          : {
              prefix: row.prefix,
              class: row.class,
              organisation: row.organisation,
              abuseContact: row.abuse_contact,
              knownBy: row.knower,
            },
      source: row.source,
      watermark: row.watermark,
    };
  }

  /** Sessions of these holders that are going on, at most ten of each, the newest first. */
  async openSessions(tx: Tx, holders: readonly Holder[]): Promise<OpenSession[]> {
    return this.sessions.of(tx, holders);
  }

  /** On which UTC days of each span did its holder hold anything? Older than the records are kept: on none. */
  async heldDays(tx: Tx, spans: readonly HolderSpan[]): Promise<HeldDay[]> {
    return spans.length === 0 ? [] : this.days.of(tx, spans);
  }

  /** Notes that a source recorded nothing from `from` until `to`; answers whose certainty it takes become due. */
  async addHole(
    tx: Tx,
    hole: { source: string; from: Instant; to: Instant; reason: string },
    now: Instant,
  ): Promise<number> {
    if (hole.to <= hole.from) throw new Refused('a hole must end after it begins');
    await this.ledger.lock(tx, 'change');
    return this.ledger.addHole(tx, await this.ledger.sourceNamed(tx, hole.source), hole, now);
  }

  /** Forgets leases, sessions and answers that are older than their source's retention. */
  async forget(tx: Tx, now: Instant): Promise<{ leases: number; answers: number }> {
    await this.ledger.lock(tx, 'change');
    return this.ledger.forget(tx, now);
  }
}
