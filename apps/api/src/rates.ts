import { routes, type Route } from '@lazaret/contracts';

const MINUTE = 60_000;

/** A bucket: how many requests in how many ms. */
export interface Rate {
  readonly name: string;
  readonly most: number;
  readonly perMs: number;
}

/** What is worth guessing or collecting has a bucket of its own, behind the ones for everything. */
export const TIGHT: readonly { readonly rate: Rate; readonly routes: readonly Route[] }[] = [
  { rate: { name: 'sign-in', most: 20, perMs: MINUTE }, routes: [routes.signIn, routes.changePassword] },
  { rate: { name: 'search', most: 120, perMs: MINUTE }, routes: [routes.search, routes.helpline] },
  { rate: { name: 'reveal', most: 30, perMs: MINUTE }, routes: [routes.reveal] },
  { rate: { name: 'audit', most: 6, perMs: MINUTE }, routes: [routes.verifyAudit] },
];

/** Of an address: behind one sit many people, signed in or not. */
export function addressRate(perMinute: number): Rate {
  return { name: 'address', most: perMinute * 4, perMs: MINUTE };
}

export function sessionRate(perMinute: number): Rate {
  return { name: 'session', most: perMinute, perMs: MINUTE };
}

export function tightRateOf(route: Route): Rate | undefined {
  return TIGHT.find((one) => one.routes.includes(route))?.rate;
}
