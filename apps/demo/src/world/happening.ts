import type { HandOver } from '../people/choose-people.js';
import type { Agenda } from './agenda.js';

/** What can happen to a line in the made-up world. */
export type Happening =
  | { readonly type: 'midnight' }
  | { readonly type: 'let-go'; readonly id: string }
  | { readonly type: 'cut'; readonly id: string }
  | { readonly type: 'connect' }
  | { readonly type: 'hand-over'; readonly handOver: HandOver }
  | { readonly type: 'tell'; readonly handOver: HandOver }
  | { readonly type: 'interim'; readonly id: string }
  | { readonly type: 'fall-ill' }
  | { readonly type: 'beacon'; readonly sensor: Sensor }
  | { readonly type: 'plan' };

/** Who sees what an infected device does: the sinkhole its C2 leads to, and a honeypot it attacks. */
export type Sensor = 'sinkhole' | 'honeypot';

const ORDER: readonly Happening['type'][] = [
  'midnight', 'let-go', 'cut', 'connect', 'hand-over', 'tell', 'interim', 'fall-ill', 'beacon', 'plan',
]; // prettier-ignore

export type WorldAgenda = Agenda<Happening>;

export function enter(agenda: WorldAgenda, at: number, line: number, kind: Happening): void {
  agenda.add({ at, rank: ORDER.indexOf(kind.type), line, kind });
}
