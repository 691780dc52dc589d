import type { AccessKind } from '@lazaret/kernel';

/** An access identifier: what holds a lease. The directory knows which line each one means, and when. */
export interface Holder {
  readonly kind: AccessKind;
  readonly value: string;
}
