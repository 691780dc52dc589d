import { randomUUID } from 'node:crypto';

import { releaseAll, stopNew, type Switches } from '@lazaret/garden';
import { FakeSwitches, type FakeAnswer } from '@lazaret/garden/testing';
import { Refused, type Instant, type LineClass } from '@lazaret/kernel';

import { on } from './november.contract.js';
import { aSighting, SmallProvider, type Home } from './small-provider.contract.js';
import { WorkByHand } from './work-by-hand.step.js';

/** What may happen to one line. */
export const LINE_STEPS = [
  'waits to be held',
  'falls ill', 'is cleaned',
  'reads the letter', 'says it is cleaned', 'says it is not them', 'needs it for safety', 'wants a call',
  'hangs up', 'reconnects', 'loses its address unheard', 'telephones', 'becomes a telephone', 'tells what is applied',
  'was somebody else before', 'gives its name away', 'moves out',
  'is residential', 'is protected', 'is unknown', 'is business', 'is shared', 'is wholesale', 'must not be confined',
  'NAS answers', 'NAS is busy', 'NAS refuses', 'NAS is deaf', 'NAS is mute',
] as const; // prettier-ignore
export type LineStep = (typeof LINE_STEPS)[number];

/** What happens to a line, each step so many quarters of a day after the one before; it waits ten days at most. */
export type LineHistory = readonly (readonly [quarters: number, step: LineStep])[];

/** What happens to the whole house, from a day on until the next such step. */
export type HouseStep = 'nobody works' | 'everybody works' | 'stop new' | 'release all' | 'go on';

export interface History {
  readonly lines: readonly LineHistory[];
  readonly house: readonly (readonly [day: number, step: HouseStep])[];
  /** When it ends, as a day of November. */
  readonly lastDay: number;
}

/** A session as it really is in the network. */
export interface Real {
  readonly id: string;
  readonly nas: string;
  readonly address: string;
  readonly startedAt: Instant;
  readonly userName: string;
  /** Whose it is now, by the directory. */
  owner: Resident;
  service: 'internet' | 'voice';
  stoppedAt: Instant | null;
  /** When sensors saw its address. */
  readonly seen: Instant[];
}

/** A line of the world and the people on it. */
export interface Resident {
  readonly home: Home;
  readonly nas: string;
  readonly bng: string;
  /** What happened to it, for whoever looks for the reason of a broken law. */
  readonly story: string[];
  /** What will, the next step first, and when. */
  readonly steps: (readonly [quarters: number, step: LineStep])[];
  nextAt: number;
  userName: string;
  /** How many have lived there. */
  people: number;
  isIll: boolean;
  session: Real | null;
  /** Since when its NAS answers as it should; null while it does not. */
  answersSince: Instant | null;
}

const MINUTE = 60_000;
const FIRST_DAY = 2;
const QUARTERS = ['08:30', '10:30', '15:40', '20:30'] as const;
/** How many quarters a line waits to be held. */
const PATIENCE = 40;
const LINES_A_BNG = 8;
/** Lines nothing happens to, but that they take what others give away. */
const HEIRS = 8;
/** Of so many NAS one cannot let go by itself, and one is in no file. */
const ODD_NAS = 11;
const FEEDS = ['sinkhole', 'honeypot'] as const;

const ASKS: Partial<Record<LineStep, string>> = {
  'reads the letter': 'acknowledge',
  'says it is cleaned': 'cleaned',
  'says it is not them': 'not-me',
  'needs it for safety': 'safety',
  'wants a call': 'call',
};
const CLASSES: Partial<Record<LineStep, LineClass>> = {
  'is residential': 'residential',
  'is protected': 'protected',
  'is unknown': 'unknown',
  'is business': 'business',
  'is shared': 'shared',
  'is wholesale': 'wholesale',
  'must not be confined': 'residential',
};
const MOODS: Partial<Record<LineStep, FakeAnswer | null>> = {
  'NAS answers': null,
  'NAS is busy': { kind: 'busy', cause: 506 },
  'NAS refuses': { kind: 'refused', cause: 401 },
  'NAS is deaf': { kind: 'unknown' },
  'NAS is mute': { kind: 'obeys-silently' },
};

/** A small provider over some weeks: what happens to its lines, what its network really holds, and when somebody works. */
export class GardenWorld {
  now = on(FIRST_DAY, '00:00');
  /** False while no worker is there. */
  works = true;
  readonly residents: Resident[] = [];
  readonly sessions: Real[] = [];
  private readonly heirs: Resident[] = [];
  private records: [Instant, Record<string, string>][] = [];
  #made = 0;

  private constructor(
    readonly provider: SmallProvider,
    private readonly history: History,
    private readonly check: (world: GardenWorld) => Promise<void>,
  ) {}

  /** @param check called whenever the clock stands still: after work, or where nobody works */
  static async open(history: History, check: (world: GardenWorld) => Promise<void>): Promise<GardenWorld> {
    const provider = await SmallProvider.open({ connected: true });
    for (const feed of FEEDS) await provider.feed(feed);
    await provider.database.query(
      `update ledger.source set service_by = '{"attribute": "NAS-Port-Id", "values": {"dsl": "internet", "voip": "voice"}}'`,
    );
    // Reports are brought by hand.
    await provider.database.query('update feeds.feed set every_minutes = 10080');
    const world = new GardenWorld(provider, history, check);
    for (const [n, steps] of history.lines.entries())
      world.residents.push(await world.resident(`line-${n}`, steps));
    for (let n = 0; n < HEIRS; n++) world.heirs.push(await world.resident(`heir-${n}`));
    return world;
  }

  /** Everything, in its order. */
  async run(): Promise<void> {
    for (let day = FIRST_DAY; day <= this.history.lastDay; day++)
      for (const [quarter, time] of QUARTERS.entries()) {
        await this.until(on(day, time));
        if (quarter === 0) this.takeHouseSteps(day);
        await this.turn((day - FIRST_DAY) * QUARTERS.length + quarter);
        await this.rest();
      }
  }

  async close(): Promise<void> {
    await this.provider.close();
  }

  private async resident(ref: string, steps: LineHistory = []): Promise<Resident> {
    const n = ++this.#made;
    const nas = `192.0.2.${n}`;
    const bng = `bng-${Math.floor(n / LINES_A_BNG)}`;
    // Some NAS tell nothing of what they apply, one cannot let go by itself, and one is in no file.
    if (n % ODD_NAS !== ODD_NAS - 1)
      this.provider.network.enforcer.add(nas, {
        key: bng,
        expiry: n % ODD_NAS !== ODD_NAS - 2,
        readback: n % 4 !== 3,
      });
    const home = await this.provider.home(ref, { nas: bng });
    return {
      home, nas, bng, story: [], steps: [...steps], nextAt: steps[0]?.[0] ?? 0, userName: home.userName, people: 1, isIll: false,
      session: null, answersSince: on(1),
    }; // prettier-ignore
  }

  private async until(to: Instant): Promise<void> {
    while (this.works) {
      const due = await this.provider.get(WorkByHand).nextDue(this.now);
      if (due === null || due >= to) break;
      if (due > this.now) this.now = due;
      await this.rest();
    }
    this.now = to;
    this.provider.network.clock.at = to;
  }

  /** All that is to be done at this instant is done, if anybody works. */
  private async rest(): Promise<void> {
    this.provider.network.clock.at = this.now;
    if (this.works) await this.provider.work(this.now);
    await this.check(this);
  }

  private takeHouseSteps(day: number): void {
    const { switches } = this.provider.network;
    const before = switches.switches;
    for (const [at, step] of this.history.house) {
      if (at !== day) continue;
      if (step === 'nobody works' || step === 'everybody works') this.works = step === 'everybody works';
      else switches.switches = switched(before, step, this.now);
    }
  }

  /** Sessions first, then what the directory says, then what is seen, then what people ask. */
  private async turn(quarter: number): Promise<void> {
    const steps = this.residents.flatMap((resident): [Resident, LineStep][] => {
      const step = this.next(resident, quarter);
      return step === undefined ? [] : [[resident, step]];
    });
    for (const [resident, step] of steps) resident.story.push(`${this.now.toISOString()} ${step}`);
    if (quarter === 0) for (const resident of this.residents) this.start(resident);
    for (const [resident, step] of steps) this.takeNetworkStep(resident, step);
    await this.tell();
    for (const [resident, step] of steps) await this.takeDirectoryStep(resident, step);
    if (quarter % QUARTERS.length === 3) await this.report();
    await this.provider.database.query('update platform.clock set at = $1', [this.now]);
    for (const [resident, step] of steps) await this.ask(resident, ASKS[step]);
  }

  private next(resident: Resident, quarter: number): LineStep | undefined {
    const [[, step] = []] = resident.steps;
    if (step === undefined || quarter < resident.nextAt) return undefined;
    const isHeld = this.sessions.some(
      ({ owner, id }) => owner === resident && this.provider.network.enforcer.held(id) !== null,
    );
    if (step === 'waits to be held' && !isHeld && quarter < resident.nextAt + PATIENCE) return undefined;
    resident.steps.shift();
    resident.nextAt = quarter + (resident.steps[0]?.[0] ?? 0);
    return step;
  }

  private takeNetworkStep(resident: Resident, step: LineStep): void {
    switch (step) {
      case 'falls ill':
      case 'is cleaned':
        resident.isIll = step === 'falls ill';
        return;
      case 'hangs up':
        return this.stop(resident);
      case 'reconnects':
        this.stop(resident);
        return this.start(resident);
      case 'loses its address unheard':
        return this.loseAddress(resident);
      case 'telephones':
        return this.start(resident, 'voice');
      case 'becomes a telephone':
        if (resident.session) resident.session.service = 'voice';
        return this.interim(resident.session);
      case 'tells what is applied':
        return this.interim(resident.session);
      case 'was somebody else before':
        return this.correct(resident);
      default:
        if (MOODS[step] !== undefined) this.answer(resident, MOODS[step]);
    }
  }

  private start(resident: Resident, service: Real['service'] = 'internet', address = this.address()): void {
    const real: Real = {
      id: `S-${++this.#made}`, nas: resident.nas, address, startedAt: this.now, userName: resident.userName, owner: resident,
      service, stoppedAt: null, seen: [],
    }; // prettier-ignore
    this.sessions.push(real);
    if (service === 'internet') resident.session = real;
    this.record(real, 'Start');
  }

  private stop({ session }: Resident, isHeard = true): void {
    if (session === null) return;
    session.owner.session = null;
    session.stoppedAt = this.now;
    this.provider.network.enforcer.end(session.id);
    this.provider.network.enforcer.answer(session.id, { kind: 'no-session' });
    if (isHeard) this.record(session, 'Stop');
  }

  /** Its Stop is lost, and another line begins a session with the address. */
  private loseAddress(resident: Resident): void {
    const { session } = resident;
    if (session === null) return;
    this.stop(resident, false);
    const heir = this.heir();
    this.stop(heir);
    this.start(heir, 'internet', session.address);
  }

  private interim(session: Real | null): void {
    if (session !== null) this.record(session, 'Interim-Update');
  }

  /** A late record: when the session before the present one was seen, another line had its address already. */
  private correct(resident: Resident): void {
    const late = this.sessions.findLast(
      ({ userName, stoppedAt, seen, startedAt }) =>
        userName === resident.userName &&
        stoppedAt !== null &&
        seen[0] !== undefined &&
        seen[0].getTime() - startedAt.getTime() > 30 * MINUTE &&
        this.now.getTime() - seen[0].getTime() < 5 * 24 * 60 * MINUTE,
    );
    const [seenAt] = late?.seen ?? [];
    if (late === undefined || late.stoppedAt === null || seenAt === undefined) return;
    const handover = new Date(seenAt.getTime() - 15 * MINUTE);
    const heir = this.heir();
    const ghost: Real = {
      ...late,
      id: `S-${++this.#made}`,
      userName: heir.userName,
      nas: heir.nas,
      owner: heir,
    };
    this.record(late, 'Stop', handover);
    this.record(ghost, 'Start', new Date(handover.getTime() + MINUTE));
    this.record(ghost, 'Stop', new Date(late.stoppedAt.getTime() - 1_000));
    late.seen.length = 0;
    resident.story.push(
      `${this.now.toISOString()} what was seen since ${seenAt.toISOString()} was ${heir.home.ref}`,
    );
  }

  private record(real: Real, status: string, at = this.now): void {
    const isVoice = real.service === 'voice';
    const profile = this.provider.network.enforcer.profileOf(real.id);
    this.records.push([
      at,
      {
        'Acct-Status-Type': status,
        'Acct-Session-Id': `"${real.id}"`,
        'User-Name': `"${real.userName}"`,
        'NAS-IP-Address': real.nas,
        'NAS-Port-Id': isVoice ? '"voip"' : '"dsl"',
        'Framed-IP-Address': real.address,
        ...(profile === '' ? {} : { 'Filter-Id': `"${profile}"` }),
      },
    ]);
  }

  /** What was recorded comes in, and a word of somebody else, so that the ledger knows of everything until now. */
  private async tell(): Promise<void> {
    const other = { 'User-Name': '"else@isp.example"', 'Acct-Session-Id': '"else"', 'NAS-Port-Id': '"dsl"', 'Framed-IP-Address': '203.0.113.254' }; // prettier-ignore
    await this.provider.accounting(this.now, ...this.records.splice(0), [this.now, other]);
  }

  private async takeDirectoryStep(resident: Resident, step: LineStep): Promise<void> {
    const { provider, now } = this;
    const { ref } = resident.home;
    const from = now.toISOString();
    const of = CLASSES[step];
    if (of !== undefined) {
      const facts = { ref, class: of, time_zone: 'Europe/London', locale: 'en', nas: resident.bng };
      const flag = step === 'must not be confined' ? { confinable: false } : {};
      await unlessRefused(() => provider.directory('line', [{ ...facts, ...flag }], now));
    } else if (step === 'moves out') {
      resident.people += 1;
      await provider.tenure(ref, `${ref}-${resident.people}`, from, now);
    } else if (step === 'gives its name away') await this.giveAway(resident, from);
  }

  /** The name goes to another line with the session that bears it; the line has another from now on. */
  private async giveAway(resident: Resident, from: string): Promise<void> {
    const heir = this.heir();
    const userName = `n${++this.#made}@isp.example`;
    await this.provider.directory(
      'access',
      [
        { line: heir.home.ref, kind: 'user-name', value: resident.userName, from },
        { line: resident.home.ref, kind: 'user-name', value: userName, from },
      ],
      this.now,
    );
    for (const session of this.sessions) if (session.userName === resident.userName) session.owner = heir;
    resident.userName = userName;
    resident.session = null;
  }

  /** Both feeds see what is ill and online. */
  private async report(): Promise<void> {
    const seenAt = new Date(this.now.getTime() - 30 * MINUTE);
    const seen = [...this.residents, ...this.heirs].flatMap(({ isIll, session }) =>
      isIll && session !== null && session.startedAt < seenAt ? [session] : [],
    );
    if (seen.length === 0) return;
    for (const session of seen) session.seen.push(seenAt);
    for (const feed of FEEDS)
      await this.provider.report(feed, seen.map(({ address }) => aSighting(address, seenAt)), this.now); // prettier-ignore
  }

  /** As the portal does; where it would say no, nothing happens. */
  private async ask({ session, story }: Resident, kind: string | undefined): Promise<void> {
    if (kind === undefined || session === null) return;
    const sql = 'insert into portal.request (kind, address, nonce) values ($1, $2, $3)';
    try {
      await this.provider.database.query(sql, [kind, session.address, randomUUID()]);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('LZ'))) throw error;
      story.push(`${this.now.toISOString()} (${String(error.code)})`);
    }
  }

  private answer(resident: Resident, mood: FakeAnswer | null): void {
    this.provider.network.enforcer.answer(resident.nas, mood);
    if (mood !== null) resident.answersSince = null;
    else resident.answersSince ??= this.now;
  }

  private heir(): Resident {
    const heir = this.heirs[++this.#made % HEIRS];
    if (heir === undefined) throw new Error('there are no heirs');
    return heir;
  }

  /** One of the pool that nobody has. */
  private address(): string {
    const taken = new Set(this.sessions.filter((one) => one.stoppedAt === null).map((one) => one.address));
    for (;;) {
      const address = `203.0.113.${1 + (++this.#made % 250)}`;
      if (!taken.has(address)) return address;
    }
  }
}

function switched(before: Switches, step: HouseStep, at: Instant): Switches {
  switch (step) {
    case 'stop new':
      return stopNew(before, 'anna', at);
    case 'release all':
      return releaseAll(before, 'all', 'anna', at);
    default:
      return new FakeSwitches().switches;
  }
}

async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
