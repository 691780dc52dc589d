/** How somebody behaves whose line is in trouble. */
export type Behaviour =
  | 'first-letter'
  | 'portal'
  | 'second-visit'
  | 'comes-back'
  | 'never'
  | 'mistaken'
  | 'hidden'
  | 'safety'
  | 'not-me'
  | 'bounced'
  | 'protected'
  | 'business'
  | 'onlooker';

/** What the person on a line notices: nothing else can make them act. */
export type Experience =
  | { readonly kind: 'letter'; readonly template: string }
  /** Web pages lead to the portal, which says that the line is confined. */
  | { readonly kind: 'confined' }
  | { readonly kind: 'free' };

/** What somebody does. A visit is one to the portal, by the address their line has at that moment. */
export type Act =
  | { readonly kind: 'clean' }
  | { readonly kind: 'catch' }
  | { readonly kind: 'visit'; readonly button: Button };

/** The buttons of the portal. */
export type Button = 'acknowledge' | 'cleaned' | 'safety' | 'not-me' | 'call';

/** Something somebody means to do. */
export interface Plan {
  readonly at: number;
  readonly act: Act;
}

/** Somebody whose line is, or will be, in trouble. */
export interface Person {
  readonly line: number;
  readonly behaviour: Behaviour;
  /** Index into the families of malware. */
  readonly family: number;
  /** When the device is infected first; null for never. */
  readonly from: number | null;
  sick: boolean;
  confined: boolean;
  /** When the line was let out last. */
  freeAt: number | null;
  letters: number;
  /** How often the line was in the garden, this time included. */
  stays: number;
  plans: Plan[];
}
