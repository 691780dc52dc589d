import { Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { BounceMaildir } from './bounce-maildir.file.js';
import { Letters } from './letters.js';
import { Mailer } from './mailer.js';
import { NoticeListView } from './notice-list.view.js';
import { NoticeSender } from './notice-sender.service.js';
import { NoticesMetrics } from './notices.metrics.js';
import { NoticesRepository } from './notices.repository.js';
import { ClaimTime, NoticesService } from './notices.service.js';
import { ToldTenuresView } from './told-tenures.view.js';

export interface NoticesOptions {
  /** From `loadLetters(await loadBrands(path))`. */
  readonly letters: Letters;
  readonly mailer: Mailer;
  readonly metrics: NoticesMetrics;
  /** From `claimMs(config)`. */
  readonly claimMs: number;
  /** Maildir of what comes back to our return paths (`LAZARET_BOUNCES_DIR`). Without it no delivery is ever known. */
  readonly bouncesDir?: string | undefined;
}

@Injectable()
class MailerEnd implements OnApplicationShutdown {
  constructor(private readonly mailer: Mailer) {}

  async onApplicationShutdown(): Promise<void> {
    await this.mailer.close();
  }
}

/** Needs `Database` from the app. */
@Module({})
export class NoticesModule {
  static register(options: NoticesOptions): DynamicModule {
    return {
      module: NoticesModule,
      providers: [
        NoticesRepository,
        { provide: Letters, useValue: options.letters },
        { provide: Mailer, useValue: options.mailer },
        { provide: NoticesMetrics, useValue: options.metrics },
        { provide: ClaimTime, useValue: { milliseconds: options.claimMs } satisfies ClaimTime },
        { provide: BounceMaildir, useValue: new BounceMaildir(options.bouncesDir ?? null) },
        NoticesService,
        ToldTenuresView,
        NoticeListView,
        NoticeSender,
        MailerEnd,
      ],
      exports: [NoticesService, NoticeSender, ToldTenuresView, NoticeListView, Letters, BounceMaildir],
    };
  }
}
