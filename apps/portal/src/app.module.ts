import { Module, type DynamicModule } from '@nestjs/common';

import { Brands } from '@lazaret/notices';
import { Log } from '@lazaret/platform';
import { Visitors } from '@lazaret/portal';

import { AskController } from './ask.controller.js';
import { AssetsController } from './assets.controller.js';
import type { PageAssets } from './assets.file.js';
import { CaptiveController } from './captive.controller.js';
import { CheckController } from './check.controller.js';
import { Door } from './door.js';
import { ErrorPages } from './error-pages.js';
import { FormTokens } from './form-token.js';
import { LeadToPortal } from './lead-to-portal.js';
import { PageWriter } from './page-writer.js';
import { PagesController } from './pages.controller.js';
import { PageMetrics } from './portal.metrics.js';
import { RateLimit } from './rate-limit.js';
import { SiteAssets } from './site-assets.js';
import { Site } from './site.js';

export interface AppOptions {
  readonly site: Site;
  readonly assets: PageAssets;
  readonly brands: Brands;
  readonly tokens: FormTokens;
  readonly visitors: Visitors;
  readonly metrics: PageMetrics;
  readonly log: Log;
}

@Module({})
export class AppModule {
  static register(o: AppOptions): DynamicModule {
    return {
      module: AppModule,
      controllers: [PagesController, CheckController, AskController, CaptiveController, AssetsController],
      providers: [
        { provide: Site, useValue: o.site },
        { provide: SiteAssets, useValue: new SiteAssets(o.assets) },
        { provide: Brands, useValue: o.brands },
        { provide: FormTokens, useValue: o.tokens },
        { provide: Visitors, useValue: o.visitors },
        { provide: PageMetrics, useValue: o.metrics },
        { provide: Log, useValue: o.log },
        { provide: PageWriter, useValue: new PageWriter(o.assets, o.brands, o.tokens) },
        { provide: RateLimit, useValue: new RateLimit() },
        Door,
        LeadToPortal,
        ErrorPages,
      ],
    };
  }
}
