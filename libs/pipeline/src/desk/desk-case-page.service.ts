import { Injectable } from '@nestjs/common';

import { ApprovalsService } from '@lazaret/access';
import { NewestSightingsView, type DeskDecision, type SeenBy } from '@lazaret/cases';
import type { LineDetail } from '@lazaret/directory';
import { CaseStayView, GardenService, type CaseStay } from '@lazaret/garden';
import type { Instant, LineClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { allowActions, type ActionFacts, type AllowedAction } from './allow-actions.js';
import type { Asking } from './asker.js';
import type { CaseRow } from './case-row.js';
import { countLimits, type Limits } from './count-limits.js';
import { KnowCase, type KnownCase } from './know-case.service.js';
import { noticeLine, type NoticeLine } from './notice-line.js';
import type { WhyLink } from './say-chain.js';
import type { OpenAsk } from './say-standing.js';
import { tellStory } from './tell-story.js';
import { WhyChains } from './why-chains.service.js';

/** One case with everything the desk needs. Who is behind the line is not part of it. */
export interface CasePageReply extends CaseRow {
  readonly story: string;
  readonly asked: OpenAsk | null;
  readonly lineFacts: {
    readonly ref: string;
    readonly class: LineClass;
    readonly region: string | null;
    readonly nas: string | null;
    readonly locale: string | null;
    readonly timeZone: string;
    readonly confinable: boolean;
    readonly protected: LineDetail['protection'];
    readonly tenureSince: Instant | null;
    readonly tenureEndedAt: Instant | null;
    readonly earlierCases: number;
    readonly channels: readonly string[];
  };
  readonly gardenFacts: Omit<CaseStay, 'caseId'> | null;
  readonly limits: Limits;
  readonly upstreams: readonly Omit<SeenBy, 'lastProofAt'>[];
  readonly why: readonly WhyLink[];
  readonly decision: Pick<DeskDecision, 'id' | 'at' | 'rule' | 'reason' | 'wakeAt'> & { readonly policy: string } | null;
  readonly notices: readonly NoticeLine[];
  readonly actions: readonly AllowedAction[];
  readonly previousCase: string | null;
  readonly nextCase: string | null;
} // prettier-ignore

/** Letters that left, or may have, and are no news about the end or the garden. */
const OUT = new Set(['sending', 'sent', 'delivered', 'uncertain']);

@Injectable()
export class DeskCasePage {
  constructor(
    private readonly cases: KnowCase,
    private readonly newest: NewestSightingsView,
    private readonly chains: WhyChains,
    private readonly garden: GardenService,
    private readonly stays: CaseStayView,
    private readonly approvals: ApprovalsService,
  ) {}

  /** @throws NotThere, Refused for what is no case code */
  async show(tx: Tx, code: string, asking: Asking): Promise<CasePageReply> {
    const known = await this.cases.know(tx, code, asking.now);
    const { found, line, tenure, row, policy } = known;
    const stay = await this.stays.of(tx, found.id, found.lineId);
    const [sighting] = await this.newest.of(tx, [found.id], 1);
    const ids = sighting === undefined ? [] : [sighting.observationId];
    const explained = await this.chains.of(tx, ids, new Set(), found);
    return {
      ...row,
      story: tell(known, asking),
      asked: known.ask,
      lineFacts: {
        ref: line.ref, class: line.class, region: line.region, nas: line.nas, locale: line.locale, timeZone: line.timeZone,
        confinable: line.confinable, protected: line.protection, tenureSince: tenure?.from ?? null,
        tenureEndedAt: tenure?.to ?? null, earlierCases: found.previousCases,
        channels: known.channels,
      },
      gardenFacts: stay === null ? null : withoutCase(stay),
      limits: countLimits(known.garden, policy, asking.now),
      upstreams: known.seenBy.map(({ lastProofAt: _, ...upstream }) => upstream),
      why: ids.flatMap((id) => explained.get(id)?.why ?? []),
      decision: known.decision === null ? null : shortly(known.decision),
      notices: known.letters.map((letter) => noticeLine(letter, found.code)),
      actions: allowActions(await this.actionFacts(tx, known, asking), asking.by.permissions, asking.now),
      previousCase: found.previous,
      nextCase: found.next,
    };
  } // prettier-ignore

  private async actionFacts(
    tx: Tx,
    { found, row, line, garden, decision }: KnownCase,
    { real }: Asking,
  ): Promise<ActionFacts> {
    const { available, stopped } = await this.garden.readiness();
    return {
      class: row.class,
      state: row.state,
      observing: found.observing,
      sightings: row.sightings,
      lastSeenAt: row.lastSeenAt,
      acknowledgedAt: found.acknowledgedAt,
      lastProofAt: lastProofOf(decision),
      line: { class: line.class, confinable: line.confinable, isProtected: line.protection !== null },
      garden: { state: garden.state, ready: available && !stopped },
      awaitsSecond: (await this.approvals.openFor(tx, 'confine', found.code, real)) !== null,
    };
  }
}

/** The case in two sentences. */
function tell({ found, row, garden, seenBy, letters, ask, policy }: KnownCase, { by, now }: Asking): string {
  const { no_longer_seen, correction, confined, released } = policy.notices;
  const others = [no_longer_seen, correction, confined, released];
  const told = letters.filter(({ template, state }) => OUT.has(state) && !others.includes(template));
  const lastOut = told.map(({ sentAt, plannedAt }) => sentAt ?? plannedAt).at(-1);
  return tellStory(
    {
      class: row.class, family: row.family, state: row.state, closeReason: row.closeReason, observing: found.observing,
      lastSeenAt: row.lastSeenAt, upstreams: seenBy.length, letters: told.length,
      acknowledged: found.acknowledgedAt !== null && lastOut !== undefined && found.acknowledgedAt >= lastOut,
      garden: garden.stay?.caseId === found.id ? garden.state : 'none',
      ask: ask?.kind ?? null, waitsForDesk: row.waits === 'person',
    },
    by.preferences.locale,
    now,
  );
} // prettier-ignore

/** Of the facts of a decision: when something was last seen that counts towards the garden. */
function lastProofOf(decision: DeskDecision | null): Instant | null {
  const current = decision?.facts['current'];
  const at =
    typeof current === 'object' && current !== null && 'lastSeenAt' in current ? current.lastSeenAt : null;
  return typeof at === 'string' ? new Date(at) : null;
}

function withoutCase({ caseId: _, ...stay }: CaseStay): Omit<CaseStay, 'caseId'> {
  return stay;
}

function shortly({ id, at, rule, reason, policyVersion, wakeAt }: DeskDecision): NonNullable<CasePageReply['decision']> {
  return { id, at, rule, reason, policy: policyVersion, wakeAt };
} // prettier-ignore
