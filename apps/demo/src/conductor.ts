import { join } from 'node:path';

import { Refused, type Instant } from '@lazaret/kernel';
import type { OpenHouse } from '@lazaret/pipeline';
import { readClock, setClock } from '@lazaret/platform';
import type { Visitors } from '@lazaret/portal';

import { DAY, midnight, nextMorning } from './calendar.js';
import { importAccounting } from './import-accounting.js';
import type { SunkMail } from './mail/sunk-mail.js';
import type { NetworkStandIn } from './network/stand-in.js';
import { goToPortal, type VisitOutcome } from './people/go-to-portal.js';
import { dailyReports } from './reports/daily-reports.js';
import type { ReportServer } from './report-server.js';
import type { World } from './world/world.js';

/** Who does the work of the house: a worker beside us, or we ourselves. */
export interface Hands {
  /**
   * Until nothing is left to do at the clock's time.
   * @param news records came in, and some work is found only by looking at them
   * @throws Unavailable when that never comes
   */
  rest(at: Instant, news: boolean): Promise<void>;
  /** When there is something to do next; null for never. */
  nextDue(at: Instant): Promise<Instant | null>;
}

export interface Stage {
  readonly house: Pick<OpenHouse, 'database' | 'get'>;
  readonly hands: Hands;
  readonly world: World;
  readonly network: NetworkStandIn;
  readonly feeds: ReportServer;
  readonly visitors: Visitors;
  readonly folder: string;
}

/**
 * Lets time pass in the world and in the house at once: from one instant at which anything happens to the next, and at
 * each the records come in, the morning's reports are served, the house does its work, and people do theirs.
 */
export class Conductor {
  readonly #letters: SunkMail[] = [];
  /** How often each outcome of a visit to the portal came. */
  readonly visits = new Map<VisitOutcome, number>();
  records = 0;
  stops = 0;

  constructor(private readonly stage: Stage) {}

  /** A letter arrived; its reader notices when everything else has come to rest. */
  letter(mail: SunkMail): void {
    this.#letters.push(mail);
  }

  async now(): Promise<number> {
    const at = await readClock(this.stage.house.database);
    if (at === null) throw new Refused('the clock is real; only a stopped one can be advanced');
    return at.getTime();
  }

  /** Everything until the world's own time is in the books; the clock stands there, and the house has not begun. */
  async begin(to: number): Promise<void> {
    const { world, house } = this.stage;
    while (world.now < to) world.advance(to);
    await this.#bringRecords(to, false);
    await setClock(house.database, new Date(to));
    await this.#serve(to);
  }

  /** The house is ahead of the world when it was killed in the middle: what nobody saw is let pass. */
  async catchUp(): Promise<void> {
    const at = await this.now();
    while (this.stage.world.now < at) this.stage.world.advance(at);
    await this.#bringRecords(at, false);
  }

  /** @param onStop told each instant at which house and world have come to rest */
  async advance(to: number, onStop: (at: number) => Promise<void> | void = () => undefined): Promise<void> {
    const { world, hands, house } = this.stage;
    let at = await this.now();
    let news = true;
    if (to < at) throw new Refused(`the clock already stands at ${new Date(at).toISOString()}`);
    for (;;) {
      await this.settle(at, news);
      await onStop(at);
      if (at >= to) return;
      const due = (await hands.nextDue(new Date(at)))?.getTime() ?? Infinity;
      at = world.advance(Math.min(to, nextMorning(at), Math.max(due, at + 1_000)));
      const morning = nextMorning(at - 1) === at;
      news = morning || world.hasNews;
      if (news) await this.#bringRecords(at, !morning);
      // Before the house looks for them, so that no Ctrl-C comes between.
      if (morning) await this.#serve(at);
      await setClock(house.database, new Date(at));
      this.stops += 1;
    }
  }

  /** The house rests; then people who got a letter, or stand before the portal, do what they do; until nobody does. */
  private async settle(at: number, news: boolean): Promise<void> {
    const { hands, world, visitors } = this.stage;
    for (;;) {
      await hands.rest(new Date(at), news);
      this.#readLetters();
      const visits = world.takeVisits();
      if (visits.length === 0) return;
      for (const visit of visits) {
        const outcome = await goToPortal(visitors, visit);
        this.visits.set(outcome, (this.visits.get(outcome) ?? 0) + 1);
      }
    }
  }

  #readLetters(): void {
    const { world } = this.stage;
    const read = this.#letters
      .splice(0)
      .flatMap((mail) => {
        const line = world.lineOfMail(mail.to);
        return line ? [{ line: line.number, template: mail.template }] : [];
      })
      .sort((a, b) => a.line - b.line || (a.template < b.template ? -1 : 1));
    for (const { line, template } of read) world.feel(line, { kind: 'letter', template });
  }

  /** All of them in the morning, else those of lines in trouble: bringing many at a time costs a tenth. */
  async #bringRecords(at: number, watched: boolean): Promise<void> {
    const { world, network, house, folder } = this.stage;
    const notes = world.takeNotes(watched);
    if (notes.length === 0) return;
    const detail = await network.account(notes);
    this.records += await importAccounting(house, join(folder, 'accounting'), detail, new Date(at));
  }

  async #serve(at: number): Promise<void> {
    const { world, feeds } = this.stage;
    await feeds.put(dailyReports(world, midnight(at) - DAY));
  }
}
