import type { OperatorRole, Permission } from '@lazaret/kernel';

/** How the console looks to an operator. */
export interface Preferences {
  readonly locale: 'en' | 'de';
  readonly timeZone: string;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly shortcuts: boolean;
}

/** Who asks, found by the cookie. */
export interface SignedIn {
  readonly sessionId: string;
  readonly operatorId: number;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly OperatorRole[];
  readonly permissions: ReadonlySet<Permission>;
  readonly preferences: Preferences;
  readonly mustChangePassword: boolean;
  readonly expiresAt: Date;
  /** Of this request; it stands in the log, in errors and in the audit. */
  readonly requestId: string;
  /** Where the request comes from; null when a proxy's word cannot be read. */
  readonly address: string | null;
}
