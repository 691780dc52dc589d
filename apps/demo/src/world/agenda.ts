/** Something that happens to a line at an instant (ms). Of two at one instant the lower rank goes first, then the lower line. */
export interface Event<Kind> {
  readonly at: number;
  readonly rank: number;
  readonly line: number;
  readonly kind: Kind;
}

/** What will happen, the earliest first: a binary heap. Its order depends on nothing but what is in it. */
export class Agenda<Kind> {
  readonly #heap: Event<Kind>[] = [];

  add(event: Event<Kind>): void {
    const heap = this.#heap;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(event, heap[parent] as Event<Kind>)) break;
      heap[i] = heap[parent] as Event<Kind>;
      i = parent;
    }
    heap[i] = event;
  }

  /** When the first thing happens; infinity for never. */
  get next(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Takes the first out, if it happens by then. */
  take(until: number): Event<Kind> | undefined {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || first.at > until) return undefined;
    const last = heap.pop() as Event<Kind>;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(event: Event<Kind>): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, heap[child] as Event<Kind>)) child += 1;
      if (!before(heap[child] as Event<Kind>, event)) break;
      heap[i] = heap[child] as Event<Kind>;
      i = child;
    }
    heap[i] = event;
  }
}

function before(a: Event<unknown>, b: Event<unknown>): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank === b.rank ? a.line < b.line : a.rank < b.rank;
}
