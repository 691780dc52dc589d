import type { Instant } from '@lazaret/kernel';

import type { GardenWorld, Real, Resident } from './garden-world.contract.js';

/** What people were promised about the garden, held against what the network really does. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest wait between two tries at a NAS that did not answer. */
const LATER = 16 * MINUTE;

interface Span {
  readonly from: number;
  to: number;
}

interface Standing {
  readonly ref: string;
  readonly class: string;
  readonly confinable: boolean;
  readonly stay: number | null;
  readonly desired: 'confined' | 'open' | null;
  readonly askedAt: Instant | null;
  readonly wantedAt: Instant | null;
  readonly caseState: string | null;
  /** Where evidence was withdrawn while the line was confined: what is left of all that counted. */
  readonly leftover: { readonly upstreams: number; readonly days: number } | null;
}

/** Looks at a world whenever its clock stands still, and throws where a promise is broken. */
export class Laws {
  /** What the network held, by session. */
  private readonly spans = new Map<Real, Span[]>();
  private ordersSeen = 0;
  private readonly orderedAt = new Map<string, number>();
  /** What happened, and how often. */
  private readonly met: Record<string, number> = {};

  async check(world: GardenWorld): Promise<void> {
    const now = world.now.getTime();
    this.count('looks');
    this.noteOrders(world);
    const held = this.noteHeld(world);
    for (const session of held) {
      const age = now - (this.orderedAt.get(session.id) ?? 0);
      if (age >= DAY) this.broken(world, session.owner, `is held ${age / HOUR} h after the last order`);
      const listed = world.provider.network.list.written
        .at(-1)
        ?.some((one) => one.acctSessionId === session.id);
      if (listed !== true) this.broken(world, session.owner, 'is held and stands in no list');
    }
    if (!world.works) {
      if (held.length > 0) this.count('looks while somebody is held and nobody works');
      return;
    }
    const standings = await world.provider.database.query<Standing>(STANDINGS);
    const of = new Map(standings.map((one) => [one.ref, one]));
    for (const session of held) this.mayBeHeld(world, session, of.get(session.owner.home.ref));
    for (const one of standings) this.stands(world, one);
    for (const start of await world.provider.database.query<Started>(STARTED, [world.now]))
      this.mayStart(world, start);
  }

  /** @param atLeast what must have happened, and how often: a world in which nothing does would prove nothing */
  async atTheEnd(world: GardenWorld, atLeast: Readonly<Record<string, number>>): Promise<void> {
    const rows = await world.provider.database.query<Asked>(
      `select l.ref, c.bng, c.asked_at as "askedAt", c.open_by as "openBy", c.open_why as "openWhy", c.open_asked_at as "openAt",
         c.confirmed_at as "confirmedAt", c.state
         from garden.confinement c join directory.line l on l.id = c.line_id order by c.asked_at, c.id`,
    );
    for (const { ref, askedAt, bng, openBy, openWhy, openAt, state } of rows) {
      const since = (ms: number): Asked[] =>
        rows.filter((one) => one.askedAt <= askedAt && one.askedAt.getTime() > askedAt.getTime() - ms);
      if (since(DAY).length > 50) throw new Error(`more than 50 in the day before ${askedAt.toISOString()}`);
      if (since(HOUR).filter((one) => one.bng === bng).length > 5)
        throw new Error(`more than 5 behind ${bng} in the hour before ${askedAt.toISOString()}`);
      this.count(`ended ${openBy ?? 'not'} ${openWhy ?? ''} ${state}`);
      if (openBy !== 'subscriber' || openWhy !== 'cleaned' || openAt === null) continue;
      const before = rows.filter(
        (one) =>
          one.ref === ref && one.openBy === 'subscriber' && one.openWhy === 'cleaned' && one.openAt !== null &&
          one.openAt <= openAt && one.openAt.getTime() > openAt.getTime() - 30 * DAY,
      ); // prettier-ignore
      if (before.length > 2) throw new Error(`${ref} let itself out ${before.length} times in 30 days`);
    }
    for (const resident of world.residents) this.days(world, resident);
    const asked = await world.provider.database.query<{ what: string; count: number }>(
      `select kind || ' ' || coalesce(outcome, 'waits') as what, count(*)::int as count from portal.request group by 1 order by 1`,
    );
    for (const { what, count } of asked) this.met[`asked ${what}`] = count;
    const missing = Object.entries(atLeast).filter(([what, least]) => (this.met[what] ?? 0) < least);
    if (missing.length > 0)
      throw new Error(`too little happened (${JSON.stringify(missing)}): ${JSON.stringify(this.met)}`);
  }

  private noteOrders(world: GardenWorld): void {
    const { orders } = world.provider.network.enforcer;
    for (const order of orders.slice(this.ordersSeen)) {
      this.count(`order ${order.kind}`);
      if (order.kind === 'confine') this.orderedAt.set(order.acctSessionId, world.now.getTime());
      if (order.holdSeconds > 86_400) throw new Error('an order of more than a day');
    }
    this.ordersSeen = orders.length;
  }

  private noteHeld(world: GardenWorld): Real[] {
    const { enforcer } = world.provider.network;
    const now = world.now.getTime();
    return world.sessions.filter((session) => {
      const spans = this.spans.get(session) ?? [];
      const last = spans.at(-1);
      const until =
        enforcer.held(session.id) === null ? null : (enforcer.heldUntil(session.id)?.getTime() ?? Infinity);
      if (until === null) {
        // It was let out at this instant, or let go by itself some time before.
        if (last !== undefined && last.to > now) last.to = now;
        return false;
      }
      if (last !== undefined && last.to >= now) last.to = until;
      else this.spans.set(session, [...spans, { from: now, to: until }]);
      return true;
    });
  }

  private mayBeHeld(world: GardenWorld, session: Real, line: Standing | undefined): void {
    // Whatever its NAS does: as long as it may hold somebody, nobody says that it is over.
    if (line?.stay === null && session.owner.nas === session.nas)
      this.broken(world, session.owner, 'is held though it is said to be out');
    if (!this.couldBeTold(world, session)) return;
    const why =
      session.stoppedAt !== null ? 'that is over'
      : session.service !== 'internet' ? 'that carries voice'
      : line?.desired !== 'confined' ? 'of a line that is not to be held'
      : line.class !== 'residential' || !line.confinable ? `of a line that is ${line.class}, confinable: ${line.confinable}`
      : undefined; // prettier-ignore
    if (why !== undefined) this.broken(world, session.owner, `has a session held ${why} (${session.id})`);
  }

  /** Its NAS has been answering, and somebody has been working, for longer than between two tries. */
  private couldBeTold(world: GardenWorld, { nas }: Real): boolean {
    const resident = world.residents.find((one) => one.nas === nas);
    if (resident === undefined) return true;
    const since = resident.answersSince?.getTime() ?? Infinity;
    return world.now.getTime() - since >= LATER;
  }

  private stands(world: GardenWorld, one: Standing): void {
    const broken = (what: string): void => this.broken(world, this.residentOf(world, one.ref), what);
    if (one.desired === 'confined') {
      if (one.class !== 'residential' || !one.confinable) broken(`is to be held as ${one.class}`);
      if (one.caseState !== 'confined') broken(`is to be held though its case is ${one.caseState}`);
      if (one.wantedAt !== null && world.now.getTime() - one.wantedAt.getTime() >= DAY)
        broken('asked to be let out a day ago, and nobody answered');
      if (one.leftover !== null && one.leftover.upstreams < 2 && one.leftover.days < 3)
        broken('is to be held though the evidence left is not enough');
      if (one.leftover !== null) this.count('evidence withdrawn, enough left');
    }
    if (one.stay === null && one.caseState === 'confined') broken('has a case that says confined');
  }

  private mayStart(world: GardenWorld, start: Started): void {
    this.count('starts');
    const broken = (what: string): void =>
      this.broken(world, this.residentOf(world, start.ref), `is confined ${what}: ${JSON.stringify(start)}`);
    const { now } = world;
    // In November and December London is at UTC.
    const [day, hour] = [now.getUTCDay(), now.getUTCHours() + now.getUTCMinutes() / 60];
    if (day < 1 || day > 4 || hour < 9 || hour >= 16) broken(`at ${now.toISOString()}`);
    if (start.class !== 'residential' || !start.confinable) broken(`as ${start.class}`);
    const { told, answeredAt, lastSeen, upstreams, days } = start;
    if (told === null || answeredAt === null || told > answeredAt)
      broken('without a notice known to be delivered');
    if (answeredAt !== null && now.getTime() - answeredAt.getTime() < 72 * HOUR)
      broken('less than 72 h after the notice was answered');
    if (lastSeen === null || now.getTime() - lastSeen.getTime() >= 48 * HOUR) broken('on old evidence');
    if (upstreams < 2 && days < 3) broken('on too little evidence');
  }

  /** The network's own history: seven days at a time, ten in any sixty. */
  private days(world: GardenWorld, resident: Resident): void {
    const spans = [...this.spans]
      .filter(([session]) => session.nas === resident.nas)
      .flatMap(([, of]) => of)
      .sort((a, b) => a.from - b.from);
    let [reached, sum, began] = [0, 0, 0];
    let longest = 0;
    for (const { from, to } of spans) {
      if (from > reached + HOUR) began = from;
      sum += Math.max(0, to - Math.max(from, reached));
      reached = Math.max(reached, to);
      longest = Math.max(longest, reached - began);
    }
    if (longest > 7 * DAY) this.broken(world, resident, `was held for ${longest / DAY} days at a time`);
    if (sum > 10 * DAY) this.broken(world, resident, `was held for ${sum / DAY} days`);
    if (sum > 0) this.count('lines held');
    if (sum > 7 * DAY) this.count('lines held more than seven days');
    // The network lets go a little before the end, and is told to be there at it.
    if (sum > 10 * DAY - HOUR) this.count('lines held for ten days');
  }

  private residentOf(world: GardenWorld, ref: string): Resident | undefined {
    return world.residents.find(({ home }) => home.ref === ref);
  }

  private count(what: string): void {
    this.met[what] = (this.met[what] ?? 0) + 1;
  }

  private broken(world: GardenWorld, resident: Resident | undefined, what: string): never {
    const story = resident?.story.join('\n') ?? '';
    throw new Error(`${resident?.home.ref} ${what}, at ${world.now.toISOString()}\n${story}`);
  }
}

interface Started {
  readonly ref: string;
  readonly class: string;
  readonly confinable: boolean;
  readonly told: Instant | null;
  readonly answeredAt: Instant | null;
  readonly lastSeen: Instant | null;
  readonly upstreams: number;
  readonly days: number;
}

interface Asked {
  readonly ref: string;
  readonly bng: string;
  readonly askedAt: Instant;
  readonly openBy: string | null;
  readonly openWhy: string | null;
  readonly openAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly state: string;
}

const STANDINGS = `
  select l.ref, l.class, l.confinable, s.id as stay, s.desired, s.asked_at as "askedAt", s.release_wanted_at as "wantedAt",
         coalesce(k.state, (select max(state) from cases.case where line_id = l.id and state = 'confined')) as "caseState",
         w.leftover
    from directory.line l
    left join garden.confinement s on s.line_id = l.id and s.over_at is null
    left join cases.case k on k.id = s.case_id
    left join lateral (
      select jsonb_build_object('upstreams', count(distinct upstream) filter (where detached_at is null),
               'days', count(distinct date(seen_at at time zone 'UTC')) filter (where detached_at is null)) as leftover
        from cases.sighting
       where case_id = s.case_id and seen_at > coalesce((
         select max(at) + interval '24 hours' from cases.event
          where case_id = s.case_id and kind in ('acknowledged', 'garden.released') and at < s.asked_at), '-infinity')
      having max(detached_at) >= s.asked_at
    ) w on true`;

const STARTED = `
  select l.ref, l.class, l.confinable, k.acknowledged_at as "answeredAt", e.*,
         (select min(sent_at) from notices.notice where case_id = k.id) as told
    from garden.confinement c join directory.line l on l.id = c.line_id join cases.case k on k.id = c.case_id
   cross join lateral (
     select max(seen_at) as "lastSeen", count(distinct upstream)::int as upstreams,
            count(distinct date(seen_at at time zone 'UTC'))::int as days
       from cases.sighting s
      where s.case_id = k.id and s.detached_at is null and s.role = 'actor' and not s.spoofable and s.active
        and s.seen_at > coalesce(greatest(k.acknowledged_at, k.released_at) + interval '24 hours', '-infinity')
   ) e
   where c.asked_at = $1`;
