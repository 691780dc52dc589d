import { Injectable } from '@nestjs/common';

import { CasesService, type CaseHappening } from '@lazaret/cases';
import {
  ActiveList,
  GardenService,
  type ActiveEntry,
  type Answered,
  type Opened,
  type OpenStay,
  type SessionsOf,
  type Turn,
  type Written,
} from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { Database, insist, type Tx } from '@lazaret/platform';

import { JobOutbox } from './job-outbox.js';
import { LineSessionsStep } from './line-sessions.step.js';

const GARDEN = { kind: 'system', name: 'garden' } as const;

/** Brings the network to what is desired for lines: claim, one word with the network, settle. */
@Injectable()
export class GardenStep {
  constructor(
    private readonly database: Database,
    private readonly garden: GardenService,
    private readonly list: ActiveList,
    private readonly sessions: LineSessionsStep,
    private readonly cases: CasesService,
  ) {}

  /**
   * What is about to be said is written down first, in the database and in the list that works without us.
   * @throws what the list threw, when it could not be written: whoever is to be let out was, and confinements wait
   */
  async run(ids: readonly number[], now: Instant): Promise<void> {
    const claimedAt = performance.now();
    const { stopped } = await this.garden.readiness();
    const { turns, waiting } = await this.database.run((tx) => this.plan(tx, ids, stopped, now));
    if (turns.length === 0) return;
    const answered = await Promise.all(
      turns.map(async (turn): Promise<Answered> => {
        const confirmed = turn.stay.confirmedAt !== null;
        const sent = turn.orders.map(({ order }) => this.garden.send(order, confirmed, claimedAt));
        return { turn, outcomes: await Promise.all(sent) };
      }),
    );
    // What the network said exists nowhere else.
    await insist(() => this.database.run((tx) => this.settle(tx, answered, now)));
    if (waiting !== null) throw waiting.cause;
  }

  private async plan(tx: Tx, ids: readonly number[], stopped: boolean, now: Instant): Promise<Planned> {
    const claimed = await this.garden.claim(tx, ids);
    if (claimed.length === 0) return { turns: [], waiting: null };
    // Read in the transaction that writes the order: a session is named by what the records say now.
    const sessionsOf = await this.sessionsOf(tx, claimed, now);
    // Whom a person has let out by the switch is not renewed by an order that was on its way.
    const letOut = new Set((await this.garden.obey(tx, claimed, sessionsOf, now)).map(({ id }) => id));
    const stays = claimed.map((stay) => (letOut.has(stay.id) ? { ...stay, desired: 'open' as const } : stay));
    const planned = await tx.attempt(async () => {
      const turns = await this.garden.plan(tx, stays, sessionsOf, stopped, now);
      await this.writeList(tx, turns, now);
      return turns;
    });
    if ('value' in planned) return { turns: planned.value, waiting: null };
    if (!(planned.error instanceof NotListed)) throw planned.error;
    // A full disk must keep nobody in.
    const turns = await this.garden.plan(tx, stays, sessionsOf, stopped, now, 'release');
    return { turns, waiting: planned.error };
  }

  /** @throws NotListed when somebody is to be confined whom the list does not name */
  private async writeList(tx: Tx, turns: readonly Turn[], now: Instant): Promise<void> {
    const orders = turns.flatMap((turn) => turn.orders.map(({ order }) => order));
    if (orders.length === 0) return;
    const held = await this.garden.held(tx, now);
    const entries = entriesOf(held, await this.sessionsOf(tx, held, now));
    try {
      await this.list.write(entries);
    } catch (error) {
      // Without a confinement the list that stands there names too many, never too few.
      if (orders.some(({ kind }) => kind === 'confine')) throw new NotListed(error);
    }
  }

  private sessionsOf(
    tx: Tx,
    whose: readonly { readonly lineId: number }[],
    now: Instant,
  ): Promise<SessionsOf> {
    return this.sessions.of(
      tx,
      whose.map(({ lineId }) => lineId),
      now,
    );
  }

  private async settle(tx: Tx, answered: readonly Answered[], now: Instant): Promise<void> {
    const settled = await this.garden.settle(tx, answered, now);
    const changed = settled.filter(({ from, state }) => from !== state);
    await touchLines(this.cases, tx, changed, now);
    const released = settled.filter(({ over, state }) => over && state === 'released');
    await this.cases.released(
      tx,
      released.map((stay) => stay.caseId),
      now,
    );
    await this.cases.happened(
      tx,
      changed.map((stay) => happening(stay, now)),
    );
  }
}

interface Planned {
  readonly turns: readonly Turn[];
  /** Why confinements wait; null when none does. */
  readonly waiting: NotListed | null;
}

/** The list that works without us could not be written. */
class NotListed extends Error {
  constructor(cause: unknown) {
    super('the list of held sessions cannot be written', { cause });
  }
}

/** Looks which stays need a word with the network, and puts it into the outbox. */
@Injectable()
export class GardenWatchStep {
  constructor(
    private readonly database: Database,
    private readonly garden: GardenService,
    private readonly sessions: LineSessionsStep,
    private readonly cases: CasesService,
    private readonly outbox: JobOutbox,
  ) {}

  /**
   * Renewals and retries that are due, sessions that ended or began anew, restrictions the network lost, whom a person
   * let out by the switch, and lines whose subscriber has left: nothing of this waits for a decider. Answers how many it put into the outbox.
   */
  async run(now: Instant): Promise<number> {
    const { stopped } = await this.garden.readiness();
    let put = 0;
    for (let after = 0; ;) {
      const stays = await this.database.run(async (tx) => {
        const page = await this.garden.all(tx, after);
        put += page.length === 0 ? 0 : await this.look(tx, page, stopped, now);
        return page;
      });
      const last = stays.at(-1);
      if (last === undefined) return put;
      after = last.id;
    }
  }

  private async look(tx: Tx, stays: readonly OpenStay[], stopped: boolean, now: Instant): Promise<number> {
    const lineIds = stays.map((stay) => stay.lineId);
    const sessionsOf = await this.sessions.of(tx, lineIds, now);
    const obeyed = await this.garden.obey(tx, stays, sessionsOf, now);
    const ids = await this.sessions.left(tx, without(stays, obeyed), now);
    const left = ids.length === 0 ? [] : await this.garden.open(tx, { ids }, 'left', 'policy', now);
    const letOut = [...obeyed, ...left];
    await touchLines(this.cases, tx, letOut, now);
    await this.cases.happened(tx, [
      ...obeyed.map((stay) => happening({ ...stay, state: 'releasing', why: 'release-all' }, now)),
      ...left.map((stay) => happening({ ...stay, state: 'releasing', why: 'left' }, now)),
    ]);
    const { confine, release } = this.garden.look(without(stays, letOut), sessionsOf, stopped, now);
    const put = await this.outbox.putOnce(tx, 'line.confine', confine);
    return put + (await this.outbox.putOnce(tx, 'line.release', [...letOut.map(({ id }) => id), ...release]));
  }
}

function without(stays: readonly OpenStay[], gone: readonly Opened[]): OpenStay[] {
  const ids = new Set(gone.map((stay) => stay.id));
  return stays.filter((stay) => !ids.has(stay.id));
}

function entriesOf(held: Awaited<ReturnType<GardenService['held']>>, sessionsOf: SessionsOf): ActiveEntry[] {
  return held.flatMap(({ lineId, sessionId, nas, acctSessionId, profile, heldUntil, endsAt }) => {
    const session = sessionsOf(lineId).find((one) => one.sessionId === sessionId);
    return heldUntil === null
      ? []
      : [{ nas, acctSessionId, holder: session?.holder ?? null, profile, heldUntil, endsAt }];
  });
}

/** One garden state a line, whatever its cases: the others know of it too. */
async function touchLines(
  cases: CasesService,
  tx: Tx,
  changed: readonly { readonly lineId: number }[],
  now: Instant,
): Promise<void> {
  if (changed.length === 0) return;
  await cases.touch(tx, { lineIds: [...new Set(changed.map(({ lineId }) => lineId))] }, now);
}

/** What goes on the timeline; the case is decided afresh. */
function happening(
  { caseId, id, state, why }: Pick<Written, 'caseId' | 'id' | 'state' | 'why'>,
  at: Instant,
): CaseHappening {
  const data = { stay: id, ...(why === null ? {} : { why }) };
  return { caseId, kind: `garden.${state}`, at, actor: GARDEN, data, dueAt: at };
}
