import type { ActiveEntry } from './active-list.file.js';
import type { Enforcer, OrderOutcome } from './enforcer.js';
import { covers, type Scope } from './switches.js';

/** What became of one session that was let out by hand. */
export interface LetOut {
  readonly entry: ActiveEntry;
  readonly outcome: OrderOutcome['kind'];
}

/** Orders under way at a time to one NAS. */
const AT_ONCE = 16;

/**
 * Lets out every session of the list that lies in the scope, with nothing but the way to the network. All NAS are told
 * side by side, so that one which is dead keeps nobody else in.
 */
export async function releaseByList(
  entries: readonly ActiveEntry[],
  scope: Scope,
  network: Enforcer,
  tell: (done: number, of: number) => void,
): Promise<LetOut[]> {
  const chosen = entries.filter(({ nas }) => covers(scope, network.capability(nas)));
  const byNas = new Map<string, ActiveEntry[]>();
  for (const entry of chosen) byNas.set(entry.nas, [...(byNas.get(entry.nas) ?? []), entry]);
  const done: LetOut[] = [];
  const work = async (waiting: ActiveEntry[]): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const { nas, acctSessionId, holder, profile } = entry;
      const order = { kind: 'release', nas, acctSessionId, holder, profile, holdSeconds: 0 } as const;
      done.push({ entry, outcome: (await network.send(order)).kind });
      tell(done.length, chosen.length);
    }
  };
  await Promise.all(
    [...byNas.values()].flatMap((waiting) => Array.from({ length: AT_ONCE }, () => work(waiting))),
  );
  return done;
}

/** Nothing is held there any more: it said yes, or knows no such session. */
export function isOut({ outcome }: LetOut): boolean {
  return outcome === 'accepted' || outcome === 'no-session';
}
