import { Injectable } from '@nestjs/common';

import { LineCasesView } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import {
  GardenService,
  StayListView,
  SwitchBoard,
  type GardenCounts,
  type Scope,
  type StayFilter,
} from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { PolicyService } from '@lazaret/policy';

import { pageOf, readNumber, type DeskPage } from './list-place.js';
import { stayLine, type StayLine } from './stay-line.js';

export interface ThrownSwitch {
  /** `all`, `nas leipzig-3`, `region saxony`. */
  readonly scope: string;
  readonly at: Instant;
  readonly by: string;
}

/** Switches, caps, and how the network obeys. */
export interface GardenPage extends GardenCounts {
  readonly available: boolean;
  readonly stopNew: ThrownSwitch | null;
  readonly releaseAll: readonly ThrownSwitch[];
  readonly resume: { readonly at: Instant; readonly by: string } | null;
  readonly switchable: boolean;
  readonly caps: {
    readonly day: { readonly used: number; readonly most: number };
    readonly hour: readonly { readonly nas: string; readonly used: number; readonly most: number }[];
    readonly mostPerHour: number;
  };
}

const HOUR_MS = 3_600_000;

/** The garden as the desk sees it. */
@Injectable()
export class DeskGarden {
  constructor(
    private readonly garden: GardenService,
    private readonly stays: StayListView,
    private readonly board: SwitchBoard,
    private readonly policies: PolicyService,
    private readonly directory: DirectoryService,
    private readonly cases: LineCasesView,
  ) {}

  async page(tx: Tx, now: Instant): Promise<GardenPage> {
    const { available } = await this.garden.readiness();
    const { stopNew, releaseAll, resume } = await this.board.read();
    const thrown = stopNew && { scope: 'all', at: stopNew.at, by: stopNew.by };
    return {
      available,
      stopNew: thrown,
      releaseAll: releaseAll.map(({ scope, at, by }) => ({ scope: sayScope(scope), at, by })),
      resume,
      // The file of switches lies beside the file of the network.
      switchable: available,
      caps: await this.caps(tx, now),
      ...(await this.stays.counts(tx, now)),
    };
  }

  /** Stays, the newest first. @throws Refused for a place that no page gave */
  async list(
    tx: Tx,
    filter: StayFilter,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    now: Instant,
  ): Promise<DeskPage<StayLine>> {
    const found = await this.stays.page(tx, filter, readNumber(after), limit + 1, now);
    const refs = await this.directory.lines(tx, [...new Set(found.map(({ lineId }) => lineId))]);
    const codes = await this.cases.codes(tx, [...new Set(found.map(({ caseId }) => caseId))]);
    return pageOf(
      found,
      limit,
      (stay) => stayLine(stay, refs, codes),
      ({ id }) => id,
    );
  }

  /** Rolling, as the decider counts them. */
  private async caps(tx: Tx, now: Instant): Promise<GardenPage['caps']> {
    const { caps } = (await this.policies.active(tx, now)).policy.garden;
    const spent = await this.garden.spent(tx, now);
    const lately = new Map<string, number>();
    for (const { at, bng } of spent)
      if (now.getTime() - at.getTime() < HOUR_MS) lately.set(bng, (lately.get(bng) ?? 0) + 1);
    return {
      day: { used: spent.length, most: caps.per_day },
      hour: [...lately]
        .map(([nas, used]) => ({ nas, used, most: caps.per_bng_per_hour }))
        .sort((a, b) => b.used - a.used || a.nas.localeCompare(b.nas)),
      mostPerHour: caps.per_bng_per_hour,
    };
  }
}

function sayScope(scope: Scope): string {
  if (scope === 'all') return 'all';
  return 'nas' in scope ? `nas ${scope.nas}` : `region ${scope.region}`;
}
