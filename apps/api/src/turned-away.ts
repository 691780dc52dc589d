import { Refused, type Problem } from '@lazaret/kernel';

/** Every kind of error answer (RFC 9457): its status, and what it means in general. */
export const KINDS = {
  malformed: { status: 400, title: 'The request cannot be read' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'wrong-credentials': { status: 401, title: 'Name or password is wrong' },
  forbidden: { status: 403, title: 'That is not yours to do' },
  'change-password-first': { status: 403, title: 'The password must be changed before anything else' },
  'foreign-page': { status: 403, title: 'Only the console may ask for that' },
  'not-there': { status: 404, title: 'There is nothing of that kind' },
  'not-possible': { status: 409, title: 'It is not possible as things are' },
  changed: { status: 412, title: 'It has been changed since you looked at it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-json': { status: 415, title: 'Bodies are JSON' },
  'not-our-name': { status: 421, title: 'This is not the console of that name' },
  refused: { status: 422, title: 'It cannot be taken as it is' },
  'no-version': { status: 428, title: 'Say which version you saw' },
  'too-many': { status: 429, title: 'Too many requests' },
  broken: { status: 500, title: 'A defect of ours' },
  unavailable: { status: 503, title: 'Passing trouble; try again' },
} as const;
export type Kind = keyof typeof KINDS;

/** Nobody gets further than the door. */
export class TurnedAway extends Refused {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: Kind,
    detail: string = KINDS[kind].title,
    more: {
      readonly problems?: readonly Problem[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail, more.problems === undefined ? {} : { problems: more.problems });
    this.headers = more.headers ?? {};
  }
}
