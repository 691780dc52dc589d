/** The kinds of access identifier. The directory knows which line each one means, and when. */
export const HOLDER_KINDS = ['cui', 'user-name', 'calling-station', 'circuit', 'duid', 'static'] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

/** An access identifier: what holds a lease. */
export interface Holder {
  readonly kind: HolderKind;
  readonly value: string;
}
