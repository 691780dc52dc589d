import type { Instant, Permission } from '@lazaret/kernel';

/** The languages of the desk. */
export type DeskLocale = 'en' | 'de';

/** Who of the desk asks. */
export interface Asker {
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly preferences: { readonly locale: DeskLocale; readonly timeZone: string };
  readonly requestId: string;
  readonly address: string | null;
}

/** Who asks, and when: by the domain's clock and in real time, which the audit counts by. */
export interface Asking {
  readonly by: Asker;
  readonly now: Instant;
  readonly real: Instant;
}
