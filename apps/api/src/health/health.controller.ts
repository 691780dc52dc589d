import { Controller } from '@nestjs/common';

import { routes } from '@lazaret/contracts';
import { DeskHealth, type HouseHealth } from '@lazaret/pipeline';
import { readClock } from '@lazaret/platform';

import { Desk } from '../desk.js';
import { By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';
import { sayNotes } from './say-notes.js';

/** Every open console asks; one look is enough for all of them. */
const LOOK_EVERY_MS = 3_000;

interface Look {
  readonly at: number;
  readonly health: Promise<HouseHealth>;
}

/** How the house is, in a few figures. */
@Controller()
export class HealthController {
  #last: Look | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly house: DeskHealth,
  ) {}

  @Serve(routes.health)
  async health(@By() by: SignedIn): Promise<unknown> {
    const virtual = (await readClock(this.desk.database)) !== null;
    const health = await this.look();
    const { oldestDueSeconds, attributionToday, waiting } = health;
    return {
      now: await this.desk.now(),
      virtual,
      oldestDueSeconds,
      attributionToday,
      waiting,
      notes: sayNotes(health, by.preferences.locale),
    };
  }

  private async look(): Promise<HouseHealth> {
    const at = this.desk.real().getTime();
    if (this.#last === undefined || Math.abs(at - this.#last.at) >= LOOK_EVERY_MS) {
      const health = this.desk.run((tx, now) => this.house.look(tx, now, this.desk.real()));
      const look = { at, health };
      this.#last = look;
      // What failed is not kept.
      health.catch(() => (this.#last === look ? (this.#last = undefined) : undefined));
    }
    return this.#last.health;
  }
}
