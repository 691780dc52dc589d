import { Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { Refused } from '@lazaret/kernel';

import { ActiveList } from './active-list.file.js';
import { CaseStayView } from './case-stay.view.js';
import { ConfinementRepository } from './confinement.repository.js';
import { Enforcer, NoEnforcer } from './enforcer.js';
import { GardenFactsView } from './garden-facts.view.js';
import { GardenMetrics } from './garden.metrics.js';
import { GardenService } from './garden.service.js';
import { StayListView } from './stay-list.view.js';
import { SwitchBoard } from './switches.file.js';

export interface GardenOptions {
  readonly metrics: GardenMetrics;
  /** Left out where no network is connected: nobody is confined then. */
  readonly network?:
    { readonly enforcer: Enforcer; readonly list: ActiveList; readonly switches: SwitchBoard } | undefined;
}

@Injectable()
class EnforcerEnd implements OnApplicationShutdown {
  constructor(private readonly enforcer: Enforcer) {}

  async onApplicationShutdown(): Promise<void> {
    await this.enforcer.close();
  }
}

/** Needs `Database` from the app. */
@Module({})
export class GardenModule {
  static register({ metrics, network }: GardenOptions): DynamicModule {
    return {
      module: GardenModule,
      providers: [
        ConfinementRepository,
        GardenFactsView,
        CaseStayView,
        StayListView,
        GardenService,
        { provide: GardenMetrics, useValue: metrics },
        { provide: Enforcer, useValue: network?.enforcer ?? new NoEnforcer() },
        { provide: ActiveList, useValue: network?.list ?? new NoList() },
        { provide: SwitchBoard, useValue: network?.switches ?? new NoSwitches() },
        EnforcerEnd,
      ],
      exports: [GardenService, CaseStayView, StayListView, ActiveList, SwitchBoard],
    };
  }
}

/** Without a network there is nothing to write down. */
class NoList extends ActiveList {
  override async write(): Promise<void> {
    await Promise.resolve();
  }
}

class NoSwitches extends SwitchBoard {
  override async read(): ReturnType<SwitchBoard['read']> {
    return Promise.resolve({ stopNew: null, releaseAll: [], resume: null });
  }

  override async change(): Promise<never> {
    throw new Refused('no network is connected here: use `lazaret garden` on the machine of the worker');
  }
}
