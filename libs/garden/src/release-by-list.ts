import type { ActiveEntry } from './active-list.file.js';
import type { Enforcer, OrderOutcome } from './enforcer.js';
import { covers, type Scope } from './switches.js';

/** What became of one session that was let out by hand. */
export interface LetOut {
  readonly entry: ActiveEntry;
  readonly outcome: OrderOutcome['kind'];
}

/** Orders under way at a time, whatever the NAS file allows each NAS. */
const AT_ONCE = 64;

/** Lets out every session of the list that lies in the scope, with nothing but the way to the network. */
export async function releaseByList(
  entries: readonly ActiveEntry[],
  scope: Scope,
  network: Enforcer,
  tell: (done: number, of: number) => void,
): Promise<LetOut[]> {
  const chosen = entries.filter(({ nas }) => covers(scope, network.capability(nas)));
  const done: LetOut[] = [];
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    const some = chosen.slice(at, at + AT_ONCE).map(async (entry): Promise<LetOut> => {
      const { nas, acctSessionId, holder, profile } = entry;
      const order = { kind: 'release', nas, acctSessionId, holder, profile, holdSeconds: 0 } as const;
      return { entry, outcome: (await network.send(order)).kind };
    });
    done.push(...(await Promise.all(some)));
    tell(done.length, chosen.length);
  }
  return done;
}

/** Nothing is held there any more: it said yes, or knows no such session. */
export function isOut({ outcome }: LetOut): boolean {
  return outcome === 'accepted' || outcome === 'no-session';
}
